"""`detente mcp`: a language model asks a ledger."""

import importlib.util
from functools import cache

from detente.cli.book import LedgerFile, ledger_path
from detente.cli.given import today
from detente.errors import UsageError
from detente.reference.registry import Registry, load_registry
from detente.settings import load_settings


def mcp(*, ledger: LedgerFile = None) -> None:
    """Answer the questions of a language model about a ledger, over the Model Context Protocol on standard input and
    output; nothing can be changed with it.

    It is started by the program that the model runs in: docs/how-to/ask-from-a-language-model.md.
    """
    if importlib.util.find_spec("mcp") is None:
        raise UsageError("this needs the package mcp; install it with: pip install 'detente[mcp]'")
    from detente.serve.tools import make_server  # noqa: PLC0415  (a second to import)

    settings = load_settings()

    @cache
    def registry() -> Registry:
        return load_registry(settings.overlay, settings.cache)

    make_server(ledger_path(ledger, settings), registry, today).run("stdio")
