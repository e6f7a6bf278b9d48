"""The pages: one module a page, each with a twin in the API that says the same to programs."""

from fastapi import APIRouter

from detente.serve.pages import channel, contact, home, judging

router = APIRouter()
for module in (home, contact, judging, channel):
    router.include_router(module.router)
