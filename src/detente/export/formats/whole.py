"""A form chosen by its name with options, and written whole: what commands and pages both ask of an export."""

import importlib.util
from dataclasses import fields
from typing import BinaryIO

from detente.errors import LedgerError, UsageError
from detente.export.formats import EXPORTS
from detente.export.formats.form import Format, Material, Options, Tally


def check_choice(name: str, options: Options) -> Format:
    """The form of this name, after what can be told before anything is read.

    Raises:
        UsageError: a missing package, or an option that the form does not have.
    """
    chosen, plain = EXPORTS[name], Options()
    missing = [module for module in chosen.needs if importlib.util.find_spec(module) is None]
    if missing:
        raise UsageError(f"{name} needs {', '.join(missing)}; install it with: pip install 'detente[export]'")
    for field in fields(Options):
        if getattr(options, field.name) != getattr(plain, field.name) and field.name not in chosen.chooses:
            those = ", ".join(name for name, one in EXPORTS.items() if field.name in one.chooses)
            raise UsageError(f"{field.name} says nothing to {name}; it is for {those}")
    return chosen


def write_whole(chosen: Format, material: Material, options: Options, sink: BinaryIO) -> Tally:
    """Write the form; what became of the contacts.

    Raises:
        LedgerError: other rows were written than the ledger counts.
    """
    tally = chosen.write(material, options, sink)
    if tally.written != tally.matched:
        raise LedgerError(
            f"{tally.written:,} rows written, but {tally.matched:,} matched ({tally.unit}); run `detente check`"
        )
    return tally
