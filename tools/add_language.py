"""Begin a language file: `make language CODE=sw` writes src/detente/data/languages/sw.toml.

The sections are those of the English file, each with its meaning and some English words as a comment. Names of days,
months and states come from CLDR. The cues of the five kinds of contact are left empty, so that the tests of the new
file fail until somebody who speaks the language has filled them in; the rest waits in comment lines.
"""

import argparse
import json
import re
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import babel
import msgspec

from detente.reference.languages import (
    KINDS,
    Calendar,
    Cue,
    Language,
    OfficeWords,
    TimeWords,
    TopicWords,
    load_language,
)

FOLDER = Path(__file__).parents[1] / "src" / "detente" / "data" / "languages"
CODE = re.compile(r"[a-z]{2,3}")
ATTRIBUTE = re.compile(r"^    (\w[\w, ]*): (.+)$", re.MULTILINE)
SAMPLE, WIDTH = 6, 120
Row = Cue | OfficeWords | TopicWords | TimeWords
HEADING = """\
# {name}. Write the words that newspapers use, not a translation of the English ones in the comments.
#
# A pattern is a line of words: `word~` takes any ending, `(word)` may be absent, `one|two` is a choice, `…` is a gap
# inside the sentence, `{{day}}` a slot that the calendar fills. docs/how-to/add-a-language.md goes through it step by
# step. Lines that begin with `#[[` or `#` and a key are tables in waiting: take the `#` away and fill them in.
# `examples` are sentences in which one of `any` must be found, `never` sentences in which none may be.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What CLDR knows of a language; empty where it knows nothing.

    Attributes:
        name: of the language, in English.
        weekdays, months: lists of forms, Monday and January first.
        states: ISO 3166-1 alpha-2 code -> name.
    """

    name: str
    weekdays: tuple[tuple[str, ...], ...] = ((),) * 7
    months: tuple[tuple[str, ...], ...] = ((),) * 12
    states: Mapping[str, str]

    @property
    def capitals(self) -> bool:
        """Whether its script tells capital letters from small ones; True when that is not known."""
        letters = "".join(self.states.values())
        return not letters or letters.lower() != letters.upper()


def names_of(code: str, name: str) -> Names:
    """Names of a language in CLDR.

    babel 2.18 mixes up the stand-alone months of several languages asked for in one process; this asks for one.
    """
    try:
        locale = babel.Locale.parse(code)
    except (babel.UnknownLocaleError, ValueError):
        return Names(name=name, states={})

    def forms(
        table: Mapping[str, Mapping[str, Mapping[int, str]]], numbers: Sequence[int]
    ) -> Iterator[tuple[str, ...]]:
        for number in numbers:
            found = dict.fromkeys(table[use]["wide"][number] for use in ("format", "stand-alone"))
            yield tuple(form for form in found if not re.fullmatch(r"M\d+", form))  # CLDR's mark for "not known"

    return Names(
        name=name or locale.get_display_name("en") or "",
        weekdays=tuple(forms(locale.days, range(7))),
        months=tuple(forms(locale.months, range(1, 13))),
        states=dict(locale.territories),
    )


def quoted(values: Sequence[str]) -> str:
    """A TOML list of strings."""
    return "[" + ", ".join(json.dumps(value, ensure_ascii=False) for value in values) + "]"


def english(values: object) -> str:
    """A comment with the first English words of a list or table; "" when there are none."""
    if isinstance(values, Mapping):
        words = [f"{key} = {value}" for key, value in values.items()]
    elif isinstance(values, tuple):
        words = [", ".join(value) if isinstance(value, tuple) else str(value) for value in values]
    else:
        return ""
    shown = " · ".join(words[:SAMPLE]) + (" · ..." if len(words) > SAMPLE else "")
    return comment(f"English: {shown}") if words else ""


def comment(text: str) -> str:
    """Lines of a comment, with a line end."""
    lines = textwrap.wrap(text, WIDTH - 2, break_long_words=False, break_on_hyphens=False)
    return "".join(f"# {line}\n" for line in lines)


def explanations(table: type[msgspec.Struct]) -> dict[str, str]:
    """Key -> what the docstring of the table says about it."""
    return {
        key.strip(): text
        for keys, text in ATTRIBUTE.findall((table.__doc__ or "").replace("\n        ", "\n    "))
        for key in keys.split(",")
    }


def section(heading: str, model: msgspec.Struct, filled: Mapping[str, str]) -> str:
    """One plain section: every key of the schema with its explanation, empty unless it is in `filled`."""
    table = type(model)
    told = explanations(table)
    lines = [f"\n[{heading}]\n"]
    for field in msgspec.structs.fields(table):
        value = getattr(model, field.name)
        empty = "{}" if isinstance(value, Mapping) else "[]"
        if isinstance(field.default, int | str):
            empty = json.dumps(field.default)
        explained = comment(told[field.name]) if field.name in told else ""
        lines += [explained, english(value), f"{field.name} = {filled.get(field.name, empty)}\n"]
    return "".join(lines)


def calendar(model: Calendar, names: Names) -> str:
    """The calendar with the names of CLDR."""
    filled = {
        "weekdays": "[" + ", ".join(map(quoted, names.weekdays)) + "]",
        "months": "[" + ", ".join(map(quoted, names.months)) + "]",
        "seasons": "[[], [], [], []]",
    }
    return section("calendar", model, filled)


def row(table: str, model: Row, *, waiting: bool) -> str:
    """One table of cues, offices, topics or times; `waiting` ones are commented out."""
    lines = [f"[[{table}]]"]
    for field in msgspec.structs.fields(type(model)):
        value = getattr(model, field.name)
        if field.name in {"any", "examples", "never"}:
            lines.append(f"{field.name} = []")
        elif value != field.default:
            lines.append(f"{field.name} = {json.dumps(value)}")
    mark = "#" if waiting else ""
    return "\n" + english(model.any) + "".join(f"{mark}{line}\n" for line in lines)


def rows(heading: str, table: str, models: Sequence[Row], *, waiting: Callable[[Row], bool] = lambda _row: True) -> str:
    """All tables of one sort."""
    return f"\n# {f' {heading}':->{WIDTH - 2}}\n" + "".join(
        row(table, model, waiting=waiting(model)) for model in models
    )


def states(model: Language, names: Names) -> str:
    """The states of the English file, with their names in CLDR."""
    lines = [
        "\n[states]\n",
        comment("Names besides those of the registry, and adjectives, every form that newspapers use."),
    ]
    for code, words in model.states.items():
        name = quoted([names.states[code]] if code in names.states else [])
        told = ", ".join((*words.adjectives, *words.names)) or code
        lines.append(f"{code} = {{ names = {name}, adjectives = [] }}  # {told}\n")
    return "".join(lines)


def scaffold(code: str, names: Names) -> str:
    """The text of a new language file."""
    model = load_language("en")
    top = {"code": code, "name": names.name, "level": "draft", "order": "svo", "capitals": names.capitals}
    told = explanations(Language)
    head = "".join(comment(told.get(key, "")) + f"{key} = {json.dumps(value)}\n" for key, value in top.items())
    return "".join(
        (
            HEADING.format(name=names.name),
            "\n",
            head,
            section("words", model.words, {}),
            section("grammar", model.grammar, {}),
            calendar(model.calendar, names),
            rows("words that speak of a contact", "cue", model.cue, waiting=lambda cue: cue.means not in KINDS),
            rows("offices", "office", model.office),
            states(model, names),
            "\n[places]\n# usual English name = forms of the registry's cities and seats that it does not list\n",
            "\n[bodies]\n# id in registry/bodies.csv = forms that it does not list\n",
            rows("when", "time", model.time),
            rows("what about", "topic", model.topic),
            section("junk", model.junk, {}),
        )
    )


def main() -> int:
    """Write the file; the exit code is 2 when the request makes no sense."""
    parser = argparse.ArgumentParser(description="Begin a language file.")
    parser.add_argument("code", help="ISO 639-1 code, such as sw")
    parser.add_argument("name", nargs="?", default="", help="English name, if CLDR has none")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where to write it")
    given = parser.parse_args()
    if not CODE.fullmatch(given.code):
        print(f"{given.code!r} is no ISO 639 code: two or three small letters, such as sw", file=sys.stderr)
        return 2
    path = given.folder / f"{given.code}.toml"
    names = names_of(given.code, given.name)
    if not names.name:
        print(f"CLDR has no language {given.code!r}; say its English name: {given.code} NAME", file=sys.stderr)
        return 2
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(scaffold(given.code, names))
    except FileExistsError:
        print(f"{path} exists; edit it, or delete it to begin again", file=sys.stderr)
        return 2
    print(f"{path}: fill in the empty cues, then run `make test`; docs/how-to/add-a-language.md says how")
    return 0


if __name__ == "__main__":
    sys.exit(main())
