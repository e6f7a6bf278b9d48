"""The API: the twin of every page for programs, and what only programs ask for."""

from fastapi import APIRouter

from detente.serve.api import actors, channels, contacts, exports, judgements, search, sql, told

BASE = "/api/v1"
router = APIRouter(prefix=BASE)
for module in (contacts, told, channels, actors, search, judgements, exports, sql):
    router.include_router(module.router)
