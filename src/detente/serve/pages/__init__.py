"""The pages: one module a page, each with a twin in the API that says the same to programs."""

from fastapi import APIRouter

from detente.serve.pages import api, channel, contact, home, judging, sql

router = APIRouter()
for module in (home, contact, judging, channel, sql, api):
    router.include_router(module.router)
