"""The account of a folder of shards, in lines for people."""

from collections.abc import Iterator, Mapping

from detente.corpus.manifest import Manifest
from detente.corpus.totals import Totals

_WIDE = 12


def totals_lines(found: Totals) -> Iterator[str]:
    """What was read and what came of it, a line a subject."""
    yield _line("shards", f"{found.shards:,}" + (f", {found.not_opened:,} not opened" if found.not_opened else ""))
    own = found.bytes
    yield _line(
        "bytes",
        f"{found.size:,}: {own.read:,} read, {own.passed:,} without a page, {own.refused:,} refused, "
        f"{own.quarantined:,} in quarantine, {own.unread:,} unread",
    )
    read = found.records - found.passed_by - sum(found.refused.values()) - found.quarantined
    yield _line("records", f"{found.records:,}: {found.passed_by:,} passed by, {read:,} read, "
                f"{sum(found.refused.values()):,} refused, {found.quarantined:,} in quarantine")  # fmt: skip
    yield _line(
        "documents",
        f"{found.kept:,} kept with {found.reports:,} reports, {found.without_report:,} without; "
        f"{found.rejected:,} near-contacts rejected",
    )
    for name, counts in (("languages", found.languages), ("refused", found.refused)):
        if counts:
            yield _line(name, _counts(counts))
    yield _line("cost", _cost(found))


def loss_lines(manifest: Manifest) -> Iterator[str]:
    """What is lost of a shard's input, a line each; none for a whole one."""
    if not manifest.sha256:
        yield f"not opened {manifest.input}: {', '.join(manifest.refused)}"
    if manifest.bytes.unread:
        yield f"damaged {manifest.input}: {manifest.bytes.unread:,} bytes unread"
    for one in manifest.quarantined:
        kept = f"; its bytes are in quarantine/{one.file}" if one.file else ""
        yield f"quarantine {manifest.input} at {one.offset:,}: {one.reason}{kept}"


def _line(name: str, told: str) -> str:
    return f"{name:<{_WIDE}} {told}"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{key} {number:,}" for key, number in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _cost(found: Totals) -> str:
    rate = found.records / found.core_seconds if found.core_seconds else 0.0
    told = f"{found.core_seconds:,.1f} core seconds, {rate:,.0f} records a core second"
    return f"{told}, {found.peak_bytes / 1e6:,.0f} MB in the largest process"
