"""Write docs/reference/cli.md from the commands themselves; with --check, only say whether it is up to date."""

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from detente.cli import app
from written import write_or_check

HEADING = """\
# Commands

<!-- Written by tools/reference_cli.py from src/detente/cli; change the commands and run it again. -->
"""


def page() -> str:
    """The whole page."""
    group: Any = get_command(app)  # typer brings its own click, whose types are private
    parts = [HEADING, *intro(group)]
    for name, command in group.commands.items():
        parts += of_group(name, command) if hasattr(command, "commands") else section(name, command)
    return "\n".join(parts)


def intro(group: Any) -> Iterator[str]:  # noqa: ANN401  (see page)
    """What holds for all commands."""
    yield paragraphs(group.help)
    yield "What is read goes to standard output, refusals and progress to standard error. Settings stand on"
    yield "[a page of their own](settings.md), exit codes [too](exit-codes.md).\n"
    yield from table(group)


def of_group(name: str, group: Any) -> Iterator[str]:  # noqa: ANN401  (see page)
    """A command with commands of its own, a section each."""
    yield f"## detente {name}\n"
    yield paragraphs(group.help)
    for own, command in group.commands.items():
        yield from section(f"{name} {own}", command, level="###")


def section(name: str, command: Any, level: str = "##") -> Iterator[str]:  # noqa: ANN401  (see page)
    """One command: what it does, its arguments and options, examples."""
    given = [param for param in command.params if param.param_type_name == "argument"]
    arguments = " ".join(param.metavar + ("..." if param.nargs < 0 else "") for param in given)
    yield f"{level} detente {name}\n"
    yield f"```text\ndetente {name} {'[OPTIONS] ' if options(command) else ''}{arguments}".rstrip() + "\n```\n"
    yield paragraphs(command.help)
    yield from table(command)
    examples = [line.strip() for line in command.epilog.splitlines() if line.startswith("  ")]
    yield "```text\n" + "\n".join(examples) + "\n```\n"


def options(command: Any) -> list[Any]:  # noqa: ANN401  (see page)
    """Its own options, without those for help and completion."""
    return [param for param in command.params if param.param_type_name == "option"]


def table(command: Any) -> Iterator[str]:  # noqa: ANN401  (see page)
    """Arguments and options, a row each."""
    rows = [f"| {written(param)} | {said(param)} |" for param in command.params]
    if rows:
        yield "| option | means |\n|---|---|"
        yield "\n".join(rows) + "\n"


def written(param: Any) -> str:  # noqa: ANN401  (see page)
    """An option as it is typed."""
    if param.param_type_name == "argument":
        return f"`{param.metavar}`"
    names = ", ".join(param.opts)
    if param.is_flag:
        return f"`{names}`"
    return f"`{names} {param.metavar or 'TEXT'}`".replace("|", "\\|")


def said(param: Any) -> str:  # noqa: ANN401  (see page)
    """Its help, with the default that is not nothing."""
    text = str(param.help).replace("|", "\\|")
    default = param.default if isinstance(param.default, str) else None
    return f"{text} Default: `{default}`." if default else text


def paragraphs(text: str) -> str:
    """Help as Markdown: every paragraph on one line."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n")) + "\n"


if __name__ == "__main__":
    write_or_check(__doc__, "cli.md", page)
