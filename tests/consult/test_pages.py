"""What the reference says of a model is what the code does."""

import re
from dataclasses import fields
from pathlib import Path
from typing import get_args

from detente.consult import Options
from detente.extract.llm.worth import WHEN, When
from detente.model import DROP_REASONS

DOCS = Path(__file__).parents[2] / "docs"


def test_every_reason_for_dropping_a_value_stands_in_the_reference_in_these_words() -> None:
    page = (DOCS / "reference" / "json-format.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \|$", page, re.MULTILINE))
    assert {reason: rows.get(reason) for reason in DROP_REASONS} == dict(DROP_REASONS)


def test_every_option_of_a_model_and_its_bound_stands_in_the_settings() -> None:
    page = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `llm\.(\w+)` (\|.*)$", page, re.MULTILINE))
    assert set(rows) == {field.name for field in fields(Options)} - {"key"} | {"key_file", "when"}
    assert all(f"`DETENTE_LLM__{name.upper()}`" in row for name, row in rows.items())
    for name in ("seconds", "retries", "reply_tokens", "reply_contacts", "text_letters"):
        default = Options.__dataclass_fields__[name].default
        assert rows[name].endswith(f"| {default:,.0f} |"), name


def test_every_choice_of_documents_stands_in_the_how_to() -> None:
    page = (DOCS / "how-to" / "read-with-a-language-model.md").read_text(encoding="utf-8")
    assert set(WHEN) == set(get_args(When))
    assert all(f"| `{name}` |" in page for name in WHEN)
