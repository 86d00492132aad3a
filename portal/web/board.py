"""The wall board (挂图作战)."""

from fastapi import APIRouter

router = APIRouter()
