"""Cases (办件): one case beside its list, and the acts on it."""

from fastapi import APIRouter

router = APIRouter()
