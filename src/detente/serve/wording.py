"""Values as pages show them: days, parties, statuses, names of sides; strangers' text made visible and never markup."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from detente import __version__
from detente.export.formats.strict import web_address
from detente.export.screen import Screen, one_line, visible
from detente.export.wording import day_in_words, days_in_words, party_in_words
from detente.ledger.filing import parties_of
from detente.merge import RULES
from detente.model import PRESS, Interval, Party, Status
from detente.model.listing import ContactLine
from detente.reference.registry import Registry
from detente.serve.shipped import edition

_SCREEN = Screen()
# A mark for each status, since colour alone says nothing to many people; drawn in pictures by the same names.
MARKS = {
    Status.HELD.value: "●",
    Status.PLANNED.value: "○",
    Status.PROPOSED.value: "◇",
    Status.DENIED.value: "✕",
    Status.CANCELLED.value: "⊘",
}
NAVIGATION = (
    ("/", "Contacts"),
    ("/channels", "Channels"),
    ("/states", "States"),
    ("/persons", "Persons"),
    ("/promises", "Promises"),
    ("/documents", "Documents"),
    ("/coverage", "Coverage"),
    ("/sql", "SQL"),
)
_ROWS = 10_000  # contacts of lists kept as they are shown, a kilobyte each
_DAYS_OF_A_YEAR, _DAYS_OF_A_MONTH = 730, 60


def make_templates(registry: Registry, languages: Mapping[str, str]) -> Environment:
    """The templates of the pages, with what they need to say a value.

    Args:
        languages: code -> English name.
    """
    names = side_names(registry)
    templates = Environment(
        loader=PackageLoader("detente.serve"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {
        "day": lambda day: day_in_words(day) if day else "undated",
        "days": lambda days: days_in_words(days, _SCREEN) if days else "day unknown",
        "line": one_line,
        "visible": visible,
        "counted": counted,
        "span_of_days": span_of_days,
        "web": web_address,
        "side": lambda code: names.get(code) or one_line(code),
        "end": lambda end: end_name(end, names),
        "language": lambda code: languages.get(code, code),
        "teller": lambda teller: "the press" if teller == PRESS else names.get(teller) or one_line(teller),
        "person_key": person_key,
        "path": lambda text: quote(str(text), safe=""),
        "edtf": edtf,
        "stated": lambda passage: stated(passage.field, passage.value, names),
    }
    templates.globals |= {
        "query": query,
        "MARKS": MARKS,
        "RULES": RULES,
        "NAVIGATION": NAVIGATION,
        "version": __version__,
        "static": f"/static/{edition()}",
    }
    templates.globals["contact_row"] = lru_cache(_ROWS)(_rendered_row(templates))
    return templates


def _rendered_row(templates: Environment) -> Callable[[ContactLine, date | None], str]:
    """Renders a contact of a list: most of what a page costs, and the same on many pages."""

    def render(line: ContactLine, as_of: date | None) -> str:
        parts: Any = templates.get_template("parts.html.jinja").module
        return str(parts.contact(line, as_of))

    return lambda line, as_of: Markup(render(line, as_of))  # noqa: S704  (made by an escaping template)


def counted(number: int, thing: str, things: str = "") -> str:
    """A number with its thing: 1 reply, 1,200 replies."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def side_names(registry: Registry) -> dict[str, str]:
    """Code of a side -> its usual English name."""
    bodies = [body for body in reversed(list(registry.bodies.values())) if body.side not in registry.states]
    names = {body.side: body.names["en"][0] for body in bodies if body.names.get("en")}
    return names | {code: state.names["en"][0] for code, state in registry.states.items() if state.names.get("en")}


def end_name(end: str, names: Mapping[str, str]) -> str:
    """An end of a channel for people: `Russia`, or `Russia: SVR`."""
    side, colon, rest = end.partition(": ")
    return one_line(f"{names.get(side, side)}{colon}{rest}")


def person_key(party: Party) -> str:
    """What names a person in an address: the id of the registry, else the name; "" of an unnamed delegation."""
    return party.person or party.name or ""


def span_of_days(days: float | None) -> str:
    """A number of days as people say it: 12 days, 5 months, 3 years; "" of None."""
    if days is None:
        return ""
    if days >= _DAYS_OF_A_YEAR:
        return f"{days / 365.25:.0f} years"
    if days >= _DAYS_OF_A_MONTH:
        return f"{days / 30.44:.0f} months"
    return counted(round(days), "day")


def query(**values: object) -> str:
    """Values as the query of an address, `?` included; empty ones are left out."""
    given = {name: value for name, value in values.items() if value not in (None, "", ())}
    return f"?{urlencode(given, doseq=True)}" if given else ""


def edtf(days: Interval | None) -> str:
    """Days for a `time` element and for programs: `2021-11-02` or `2021-11-02/2021-11-04` (ISO 8601-2, EDTF)."""
    if days is None:
        return ""
    first, last = days.start.isoformat(), days.end.isoformat()
    return first if first == last else f"{first}/{last}"


def stated(field: str, value: str, names: Mapping[str, str]) -> str:
    """A value that a passage stands for, as the ledger keeps it, in words.

    Args:
        names: code of a side -> its name.
    """
    match field:
        case "party":
            return one_line("; ".join(party_in_words(party) for party in parties_of(value)))
        case "days":
            first, last = (day_in_words(date.fromisoformat(day)) for day in value.split("/"))
            return first if first == last else f"{first} – {last}"
        case "side" | "asked_by" | "told_by":
            return "the press" if value == PRESS else names.get(value) or one_line(value)
    return one_line(value)
