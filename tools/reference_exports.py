"""Write docs/reference/exports.md from the forms themselves; with --check, only say whether it is up to date."""

from collections.abc import Iterator

from detente.export.formats import EXPORTS
from detente.export.formats.form import SCHEMA, Format
from written import write_or_check

HEADING = f"""\
# Export forms

<!-- Written by tools/reference_exports.py from src/detente/export/formats; change the forms and run it again. -->

What `detente export FORMAT` writes, schema version {SCHEMA}. The version is raised when a field goes, changes its
meaning or its place; a new field at the end does not raise it. How to use them:
[Export contacts](../how-to/export.md).

Every export states its schema version, its coverage (first and last day of publication, documents, languages), the
filters, and how much matched. Where the form has room for that, it stands inside; otherwise in a file beside it,
`FILE.codebook.json`, together with the fields below. On standard error each export says the same on one line, then what
the form cannot hold, then `rows written / rows matched`. The two numbers come from different counts; when they differ,
the command fails and leaves no file.

A CSV file follows RFC 4180: UTF-8, lines that end in CR LF, quotation marks where they are needed. Lists are joined
with `;`, and a `;` or `\\` inside a value stands behind a `\\`. With `--spreadsheet` the file begins with a byte order
mark, every text is in quotation marks, and a text that a spreadsheet would take for a formula has an apostrophe before
it; numbers stay numbers.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEADING, *overview(), *(line for name, form in EXPORTS.items() for line in section(name, form))])


def overview() -> Iterator[str]:
    """A row a form."""
    yield "| form | is | options of its own | coverage and filters |"
    yield "|---|---|---|---|"
    for name, form in EXPORTS.items():
        own = ", ".join(f"`--{option}`" for option in form.chooses)
        yield f"| [`{name}`](#{name}) | {form.says} | {own} | {'inside' if form.inside else 'beside'} |"
    yield ""


def section(name: str, form: Format) -> Iterator[str]:
    """One form and its codebook."""
    yield f"## {name}\n"
    yield f"{form.says[0].upper()}{form.says[1:]}.\n"
    facts = [f"Media type `{form.media}`, usual ending `{form.suffix}`."]
    facts += ["Needs `--out`."] if form.binary else []
    facts += [f"Written with {', '.join(form.needs)} (the extra `export`)."] if form.needs else []
    facts += [f"Form: {'; '.join(form.sources)}."] if form.sources else []
    yield " ".join(facts) + "\n"
    yield "| field | form | means |"
    yield "|---|---|---|"
    for field in form.fields:
        yield f"| `{field.name}` | {field.form} | {field.means.replace('|', chr(92) + '|')} |"
    yield ""


if __name__ == "__main__":
    write_or_check(__doc__, "exports.md", page)
