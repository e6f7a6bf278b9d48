"""A document, what a good model says of it, and readers that ask a scripted endpoint about it."""

import json
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from detente import Document
from detente.cli import app
from detente.consult.model import Model, model_of
from detente.consult.options import Options
from detente.consult.store import Store
from detente.extract.llm import Prompt, Reply
from detente.extract.llm.worth import When
from detente.model import Dropped
from detente.model.reading import Reading

FIRST = "French President Emmanuel Macron met German Chancellor Olaf Scholz in Berlin on Monday."
TEXT = f"{FIRST} They spoke about energy."
FRENCH = "Le président français Emmanuel Macron a rencontré le chancelier allemand Olaf Scholz à Berlin lundi."
DOCUMENT = Document(id="berlin", text=TEXT, published=date(2024, 5, 15), lang="en")


def said(value: object, quote: object = FIRST, **more: object) -> dict[str, object]:
    """A value with its quotation."""
    return {"value": value, "quote": quote, **more}


def contact(**changed: object) -> dict[str, Any]:
    """What a good model says of `DOCUMENT`, with changes; a field changed to `...` is left out."""
    good: dict[str, Any] = {
        "quotes": [FIRST],
        "kind": said("meeting", "met German Chancellor"),
        "status": said("held", "met German Chancellor"),
        "sides": [said("DE", "German Chancellor"), said("FR", "French President")],
        "parties": [said("Emmanuel Macron", side="FR"), said("Olaf Scholz", side="DE")],
        "days": said("Monday"),
        "place": said("Berlin"),
        "topics": [said("energy", "They spoke about energy.")],
        "told_by": [said("press")],
    }
    return {name: value for name, value in (good | changed).items() if value is not ...}


def reply(*contacts: object) -> dict[str, object]:
    """A reply with these contacts."""
    return {"contacts": list(contacts)}


def row(name: str, lang: str, text: str, *contacts: object, **more: object) -> str:
    """A document as a line of JSON, with what is labelled in it."""
    fields = {"id": name, "lang": lang, "published": "2024-05-15", "title": None, "text": text, "contacts": contacts}
    return json.dumps({**fields, **more}, ensure_ascii=False) + "\n"


def run(*arguments: object) -> Result:
    """Run a command as a user types it."""
    return CliRunner().invoke(app, [str(one) for one in arguments])


class Waits(list[float]):
    """Sleeps that were asked for, in seconds; nobody sleeps."""


def asks(  # noqa: PLR0913  (one a part of the model)
    address: str,
    *,
    store: Path | None = None,
    alone: bool = False,
    when: When = "all",
    sleep: Callable[[float], None] = lambda _: None,
    clock: Callable[[], float] = time.monotonic,
    **options: Any,
) -> Model:
    """A model at an address; it sleeps only when it is told how, and asks once when it is not told otherwise."""
    given = Options(endpoint=address, model="tiny", **({"seconds": 5.0, "retries": 0} | options))
    return model_of(given, Store(store), alone=alone, when=when, sleep=sleep, clock=clock)


class Handed:
    """A second reader that is another one for each test, so that one reader is enough for all of them.

    Attributes:
        model: who reads now.
    """

    model: Model

    @property
    def name(self) -> str:
        """As the model in hand."""
        return self.model.name

    @property
    def edition(self) -> str:
        """As the model in hand."""
        return self.model.edition

    @property
    def alone(self) -> bool:
        """As the model in hand."""
        return self.model.alone

    def wants(self, reading: Reading) -> bool:
        """As the model in hand."""
        return self.model.wants(reading)

    def ask(self, prompt: Prompt) -> Reply | None:
        """As the model in hand."""
        return self.model.ask(prompt)

    def note(self, dropped: Sequence[Dropped]) -> None:
        """As the model in hand."""
        self.model.note(dropped)
