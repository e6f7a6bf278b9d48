"""Documents that are known to tell of one contact: their reports come together."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from detente import Reader, read
from detente.ledger import Extractor, Ledger
from detente.reference.bodies import body_names
from detente.reference.places import place_sides

SHARED = Path(__file__).parents[3] / "shared"
FILES = SHARED / "gold" / "dev.jsonl", SHARED / "corpus" / "unlabelled.jsonl"
TOGETHER = 0.9  # of the clusters


@pytest.fixture
def clusters() -> dict[str, set[str]]:
    """Name of a cluster -> ids of its documents."""
    if not all(path.is_file() for path in FILES):
        pytest.skip("the shared articles are not beside this clone")
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in FILES:
        for record in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if record.get("cluster"):
                found[record["cluster"]].add(record["id"])
    return found


def test_nine_of_ten_clusters_have_one_contact_that_all_their_documents_tell(
    clusters: dict[str, set[str]], reader: Reader, tmp_path: Path
) -> None:
    extractor = Extractor(
        read=reader.read,
        version=reader.version,
        places=place_sides(reader.registry),
        bodies=body_names(reader.registry),
    )
    told: defaultdict[str, set[str]] = defaultdict(set)
    wanted = {name for names in clusters.values() for name in names}
    with Ledger.open(tmp_path / "clusters.ledger", create=True) as book:
        items = (one for one in read(map(str, FILES)) if getattr(one, "id", "") in wanted)
        assert all(added.outcome == "new" for added in book.add(items, extractor, at="2026-11-22T00:00:00Z"))
        book.refresh()
        for contact, name in book.connection.execute(
            "SELECT contact_reports.contact, documents.name FROM contact_reports JOIN standing USING (report)"
            " JOIN documents ON documents.id = standing.document"
        ):
            told[contact].add(name)
    whole = [name for name, documents in clusters.items() if any(documents <= names for names in told.values())]
    assert len(whole) >= TOGETHER * len(clusters), sorted(set(clusters) - set(whole))
