"""Projects (项目): the list, one project's page, issues."""

from fastapi import APIRouter

router = APIRouter()
