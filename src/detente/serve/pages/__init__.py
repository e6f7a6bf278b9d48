"""The pages: one module a page, each with a twin in the API that says the same to programs."""

from fastapi import APIRouter

from detente.serve.pages import (
    api,
    channel,
    channels,
    contact,
    coverage,
    documents,
    home,
    judging,
    persons,
    promises,
    refusals,
    sql,
    states,
)

router = APIRouter()
for module in (
    home,
    contact,
    judging,
    channel,
    channels,
    states,
    persons,
    promises,
    documents,
    refusals,
    coverage,
    sql,
    api,
):
    router.include_router(module.router)
