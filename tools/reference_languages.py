"""Write docs/reference/languages.md from the language files and gold/floors.toml; with --check, only compare."""

import tomllib
from collections.abc import Iterator

from detente.reference.languages import Cue, Language, OfficeWords, TimeWords, TopicWords, languages, load_language
from written import ROOT, write_or_check

FLOORS = ROOT / "gold" / "floors.toml"
HEADING = """\
# Languages

<!-- Written by tools/reference_languages.py from src/detente/data/languages and gold/floors.toml; run it again. -->

A `draft` passes its own examples. A `measured` language stands above its floor on the labelled articles of the
development gold as well; F1 and strict F1 are those floors, on as many articles and contacts as the columns say.
The articles were read while the rules were written, and a language with three contacts is hardly measured at all:
expect less on others. [How to measure](../how-to/run-the-benchmarks.md), [add a language](../how-to/add-a-language.md).

| code | language | level | cues | examples | nevers | articles | contacts | F1 | strict F1 |
|---|---|---|---:|---:|---:|---:|---:|---:|---:|
"""


def row(language: Language, floors: dict[str, dict[str, float]]) -> str:
    """One language."""
    rows: list[Cue | OfficeWords | TopicWords | TimeWords] = [
        *language.cue,
        *language.office,
        *language.topic,
        *language.time,
    ]
    cues = sum(len(one.any) for one in rows)
    examples, nevers = (sum(len(getattr(one, name)) for one in rows) for name in ("examples", "never"))
    floor = floors.get(language.code)
    figures = "| | | | |" if floor is None else (
        f"| {floor['documents']} | {floor['contacts']} | {floor['f1']:.3f} | {floor['strict-f1']:.3f} |"
    )  # fmt: skip
    return f"| `{language.code}` | {language.name} | {language.level} | {cues} | {examples} | {nevers} {figures}"


def page() -> str:
    """The whole page."""
    return "\n".join(lines()) + "\n"


def lines() -> Iterator[str]:
    """Its lines."""
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    yield HEADING.rstrip()
    for code in languages():
        yield row(load_language(code), floors["languages"])
    whole = floors["all"]
    yield (
        f"\nAll together: {whole['documents']} articles, {whole['contacts']} contacts, "
        f"F1 {whole['f1']:.3f}, strict F1 {whole['strict-f1']:.3f}."
    )


if __name__ == "__main__":
    write_or_check(__doc__, "languages.md", page)
