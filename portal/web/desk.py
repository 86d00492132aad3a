"""The signing desk (签批台)."""

from fastapi import APIRouter

router = APIRouter()
