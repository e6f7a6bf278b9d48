"""Which contacts a command is asked for: its options, and the filter that they make."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

import typer

from detente.cli.given import parse_day
from detente.errors import UsageError
from detente.model import TOPICS, Kind, Status
from detente.model.listing import Filter

Words = Annotated[
    list[str] | None, typer.Argument(metavar="WORDS", help='Words in a sentence that tells of it; "..." and * work.')
]
Side = Annotated[
    list[str] | None, typer.Option("--side", metavar="STATE", help="A side, by code or name; may be repeated.")
]
Person = Annotated[str, typer.Option(metavar="NAME", help="Somebody who takes part, by name or surname.")]
Office = Annotated[str, typer.Option(metavar="OFFICE", help="An office that takes part, such as 'CIA director'.")]
OfKind = Annotated[Kind | None, typer.Option(help="How the sides were in contact.")]
OfStatus = Annotated[Status | None, typer.Option(help="Whether it took place.")]
Topic = Annotated[str, typer.Option(metavar="TOPIC", help="What it was about, such as arms-control.")]
Place = Annotated[str, typer.Option(metavar="PLACE", help="Where, by the usual English name.")]
Since = Annotated[date | None, typer.Option(parser=parse_day, metavar="DAY", help="From this day on.")]
Until = Annotated[date | None, typer.Option(parser=parse_day, metavar="DAY", help="Up to this day.")]
ByOutlet = Annotated[str, typer.Option(metavar="NAME", help="Reported by this outlet.")]
InLang = Annotated[str, typer.Option(metavar="XX", help="Reported in this language.")]


def filter_of(  # noqa: PLR0913  (each is an option of the commands)
    *,
    text: Iterable[str] | None,
    sides: tuple[str, ...],
    person: str,
    office: str,
    kind: Kind | None,
    status: Status | None,
    topic: str,
    place: str,
    since: date | None,
    until: date | None,
    outlet: str,
    lang: str,
) -> Filter:
    """The filter that options make; each is what was given, "" or None for nothing.

    Args:
        sides: codes.

    Raises:
        UsageError: there is no such topic.
    """
    if topic and topic not in TOPICS:
        raise UsageError(f"no topic {topic!r}; there are {', '.join(TOPICS)}")
    return Filter(
        sides=sides,
        person=person,
        office=office,
        kind=kind.value if kind else "",
        status=status.value if status else "",
        topic=topic,
        place=place,
        first=since,
        last=until,
        outlet=outlet,
        lang=lang,
        text=" ".join(text or ()),
    )
