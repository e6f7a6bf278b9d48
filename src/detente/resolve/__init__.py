"""Annotated -> Grounded: persons, offices that day, states, places, days, and the document's own day."""

from dataclasses import replace
from datetime import date

from detente.model import one_day
from detente.model.annotated import Annotated
from detente.model.grounded import Dated, Grounded
from detente.reference.languages import Language
from detente.reference.registry import Registry
from detente.resolve.actors import ground_actors
from detente.resolve.chunk import PERSON, PLACE
from detente.resolve.chunks import find_chunks
from detente.resolve.dating import date_document, stated_years, weekday_years
from detente.resolve.days import time_days
from detente.resolve.glue import glue_of
from detente.resolve.people import People
from detente.resolve.places import find_places

__all__ = ["resolve"]


def resolve(annotated: Annotated, language: Language, registry: Registry, latest: date) -> Grounded:
    """Ground the mentions, places and times of a document.

    Args:
        latest: no document is younger than this day; bounds the dating of undated documents.
    """
    glue = glue_of(language).of_document(annotated.words, annotated.attached)
    chunks = find_chunks(annotated, glue)
    document = annotated.document
    if document.published is not None:
        dated = Dated(days=one_day(document.published), stated=True)
    else:
        dated = date_document(annotated, chunks, registry, latest)
    days = dated.days or dated.possible
    if days is not None and registry.changed_since(days.end):
        annotated = _places_then(annotated, registry, days.end)
        chunks = find_chunks(annotated, glue)
    years = {**weekday_years(annotated, dated.days), **stated_years(annotated)}
    sides = {mention.side for mention in annotated.mentions if mention.kind is not PERSON}
    people = People(registry, days, _named(annotated), sides)
    return Grounded(
        annotated=annotated,
        dated=dated,
        actors=ground_actors(annotated, chunks, people, registry, glue),
        places=find_places(chunks, registry, annotated.words),
        times=tuple(time_days(hit, dated.days, years) for hit in annotated.times),
        account=registry.official_side(document.outlet, document.url),
    )


def _places_then(annotated: Annotated, registry: Registry, day: date) -> Annotated:
    """The document with its places in the states of that day."""
    moved = [
        replace(mention, side=registry.side_on(mention.side, day)) if mention.kind is PLACE else mention
        for mention in annotated.mentions
    ]
    return replace(annotated, mentions=tuple(moved))


def _named(annotated: Annotated) -> list[str]:
    """Persons named in full: their registry ids in text order."""
    return [
        one
        for mention in annotated.mentions
        if mention.kind is PERSON and mention.form == "full"
        for one in mention.persons
    ]
