"""All shards of a folder in one account."""

from collections.abc import Iterable

import msgspec

from detente.corpus.manifest import Bytes, Manifest

_SUMMED = ("size", "records", "passed_by", "without_report", "kept", "reports", "rejected", "seconds", "core_seconds")
_COUNTED = ("refused", "languages")


class Totals(msgspec.Struct, kw_only=True):
    """Sums over manifests; the fields are theirs.

    Attributes:
        shards: how many; not_opened: those of them whose input could not be opened.
        incomplete: names of the inputs of which something is lost.
    """

    shards: int = 0
    not_opened: int = 0
    size: int = 0
    records: int = 0
    passed_by: int = 0
    without_report: int = 0
    kept: int = 0
    reports: int = 0
    refused: dict[str, int] = {}
    rejected: int = 0
    quarantined: int = 0
    languages: dict[str, int] = {}
    bytes: Bytes = msgspec.field(default_factory=Bytes)
    seconds: float = 0.0
    core_seconds: float = 0.0
    peak_bytes: int = 0
    incomplete: list[str] = []

    def add(self, manifest: Manifest) -> None:
        """Take a shard in."""
        self.shards += 1
        self.not_opened += not manifest.sha256
        self.quarantined += len(manifest.quarantined)
        self.peak_bytes = max(self.peak_bytes, manifest.peak_bytes)
        for field in _SUMMED:
            setattr(self, field, getattr(self, field) + getattr(manifest, field))
        for field in _COUNTED:
            counts = getattr(self, field)
            for key, number in getattr(manifest, field).items():
                counts[key] = counts.get(key, 0) + number
        for kind in Bytes.__struct_fields__:
            setattr(self.bytes, kind, getattr(self.bytes, kind) + getattr(manifest.bytes, kind))
        if manifest.incomplete:
            self.incomplete.append(manifest.input)


def totals(manifests: Iterable[Manifest]) -> Totals:
    """The sums over shards."""
    all_of_them = Totals()
    for manifest in manifests:
        all_of_them.add(manifest)
    return all_of_them
