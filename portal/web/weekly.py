"""Weekly reports (周报)."""

from fastapi import APIRouter

router = APIRouter()
