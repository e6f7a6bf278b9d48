"""Contacts of a ledger to bytes: one module a form, one line of `EXPORTS` each."""

from collections.abc import Mapping
from types import MappingProxyType

from detente.export.formats.atom import ATOM
from detente.export.formats.cameo import CAMEO
from detente.export.formats.contacts import CSV, JSONL, PARQUET
from detente.export.formats.form import Format
from detente.export.formats.ftm import FTM
from detente.export.formats.graphs import GEXF, GRAPHML
from detente.export.formats.ical import ICAL
from detente.export.formats.leaders import LEADERS
from detente.export.formats.panels import DYAD_MONTH, DYAD_YEAR
from detente.export.formats.plover import PLOVER
from detente.export.formats.references import BIBTEX, CSL, RIS
from detente.export.formats.reports import REPORTS
from detente.export.formats.timelinejs import TIMELINEJS

__all__ = ["EXPORTS"]

EXPORTS: Mapping[str, Format] = MappingProxyType({
    "jsonl": JSONL,
    "csv": CSV,
    "reports-csv": REPORTS,
    "parquet": PARQUET,
    "plover": PLOVER,
    "cameo": CAMEO,
    "dyad-month": DYAD_MONTH,
    "dyad-year": DYAD_YEAR,
    "leaders": LEADERS,
    "ftm": FTM,
    "gexf": GEXF,
    "graphml": GRAPHML,
    "timelinejs": TIMELINEJS,
    "bibtex": BIBTEX,
    "ris": RIS,
    "csl": CSL,
    "ical": ICAL,
    "atom": ATOM,
})  # fmt: skip
