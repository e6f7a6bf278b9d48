import io
import random
import warnings
from pathlib import Path

import pytest
from tests.read.mutants import mutant, seeds
from tests.read.test_any_bytes import check

from detente import Reader
from detente.model import Document
from detente.read import FORMATS, Limits, read

SHARED = Path(__file__).parents[3] / "shared" / "html"
PARTS, EACH = 10, 500
SOAKED, EACH_SOAKED = 100, 1000
ONE_IN = 25  # documents that are read to their contacts, which takes ten times as long as reading the bytes
NAMES = ("-", *FORMATS)


def fuzz(count: int, number: int, sound: list[bytes], folder: Path, reader: Reader) -> None:
    """Reads mutants on standard input and under every name; the numbers say which mutants they are."""
    rng = random.Random(number)  # noqa: S311  (the same mutants each time)
    for _ in range(count):
        data = mutant(sound, rng)
        name = rng.choice(NAMES)
        path = folder / f"news{name}"
        if name != "-":
            path.write_bytes(data)
        given = ["-"] if name == "-" else [str(path)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the parsers, over what they were given
            found = list(read(given, stdin=io.BytesIO(data), limits=Limits(seconds=5)))
        check(found)
        for item in found:
            if isinstance(item, Document) and rng.randrange(ONE_IN) == 0:
                reader.read(item)


@pytest.mark.parametrize("number", range(PARTS))
def test_five_thousand_mutants_give_documents_or_refusals(number: int, tmp_path: Path, reader: Reader) -> None:
    fuzz(EACH, number, seeds(), tmp_path, reader)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(1000, 1000 + SOAKED))
def test_a_hundred_thousand_mutants_give_documents_or_refusals(number: int, tmp_path: Path, reader: Reader) -> None:
    saved = [path.read_bytes() for path in sorted(SHARED.glob("*.html"))] if SHARED.is_dir() else []
    # Saved pages are a hundred times as large as ours, and take that much longer.
    fuzz(EACH_SOAKED, number, seeds() * 20 + saved, tmp_path, reader)
