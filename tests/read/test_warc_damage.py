"""A thousand archives that break off and a thousand with a flipped bit: what can be read is, the rest is counted."""

import gc
import io
import itertools
import random
import weakref

import pytest
from tests.read.archives import PACKINGS, all_of, answer, news, page, pages_of, record

from detente.errors import UnreadableError
from detente.read.frames import LZ4, ZSTD
from detente.read.members import opened
from detente.read.raw import Raw
from detente.read.run import Limits
from detente.read.warc import Archived, Unread, records

EACH = 250
NEWS = [news(number, 3 + number * 5) for number in range(8)]
BODIES = [page(number, 3 + number * 5) for number in range(8)]


class Counted(io.BytesIO):
    """A file that counts how many bytes were read of it."""

    asked = 0

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes."""
        data = super().read(size)
        self.asked += len(data)
        return data


def packed(packing: str) -> tuple[bytes, list[int]]:
    """An archive of eight pages, and where each of them ends."""
    members = list(map(PACKINGS[packing], NEWS))
    return b"".join(members), list(itertools.accumulate(map(len, members)))


@pytest.mark.parametrize("packing", PACKINGS)
def test_an_archive_that_breaks_off_gives_every_page_before_the_break_and_says_what_is_missing(packing: str) -> None:
    data, ends = packed(packing)
    rng = random.Random(2024)  # noqa: S311  (the same archives each time)
    for place in range(EACH):
        cut = rng.randrange(1, len(data))
        found = all_of(data[:cut], pipe=place % 5 == 0)
        whole = sum(end <= cut for end in ends)
        # The line ends behind the last page may be missing too.
        assert [item.body for item in pages_of(found)][:whole] == BODIES[:whole]
        assert len(pages_of(found)) <= whole + (packing == "plain")
        if cut not in ends and len(pages_of(found)) == whole:
            (unread,) = [item for item in found if isinstance(item, Unread)]
            assert (unread.offset, unread.offset + unread.length) == ([0, *ends][whole], cut)


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_flipped_bit_costs_at_most_its_own_record_and_never_changes_a_page(packing: str) -> None:
    data, ends = packed(packing)
    rng = random.Random(2025)  # noqa: S311  (the same archives each time)
    for place in range(EACH):
        at = rng.randrange(len(data))
        broken = bytearray(data)
        broken[at] ^= 1 << rng.randrange(8)
        found = all_of(bytes(broken), pipe=place % 5 == 0)
        bodies = [item.body for item in pages_of(found)]
        hit = sum(end <= at for end in ends)
        around = {hit, hit - 1} if at - [0, *ends][hit] < 4 else {hit, hit + 1} if ends[hit] - at <= 4 else {hit}
        assert {body for number, body in enumerate(BODIES) if number not in around} <= set(bodies), at
        assert set(bodies) <= set(BODIES), at


@pytest.mark.parametrize("packing", PACKINGS)
def test_one_member_with_many_records_is_accounted_for_too_when_it_is_broken(packing: str) -> None:
    data = PACKINGS[packing](b"".join(NEWS * 3))
    rng = random.Random(2026)  # noqa: S311  (the same archives each time)
    for place in range(EACH // 5):
        broken = bytearray(data)
        broken[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        cut = rng.randrange(len(data)) if place % 2 else len(data)
        assert {item.body for item in pages_of(all_of(bytes(broken[:cut])))} <= set(BODIES)


def test_twenty_flipped_bytes_in_a_thousand_records_cost_at_most_twenty_of_them() -> None:
    for pack in PACKINGS.values():
        members = [pack(news(number)) for number in range(1000)]
        broken = bytearray(b"".join(members))
        rng = random.Random(7)  # noqa: S311  (the same archive each time)
        for _ in range(20):
            broken[rng.randrange(len(broken))] ^= 0xFF
        assert len(pages_of(all_of(bytes(broken)))) >= 980


@pytest.mark.parametrize(
    "mark", [b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18", b"\nWARC/1.0\r\n", b"\0", b"\n"]
)
@pytest.mark.parametrize("packing", PACKINGS)
def test_bytes_that_only_look_like_beginnings_are_gone_over_in_one_pass(mark: bytes, packing: str) -> None:
    good = PACKINGS[packing](NEWS[0])
    found = all_of(good + mark * 3000 + good)
    assert len(pages_of(found)) in {1, 2}  # what begins right behind a false beginning may be taken for its content
    assert isinstance(found[0], Archived)


@pytest.mark.parametrize("mark", [ZSTD, LZ4], ids=["zstd", "lz4"])
def test_a_broken_frame_is_let_go_of_with_all_that_it_holds(mark: bytes) -> None:
    frame = opened(Raw(io.BytesIO(mark * 3)), Limits().ratio, None)
    with pytest.raises(UnreadableError, match="fetch the archive again"):
        frame.more()
    left = weakref.ref(frame)
    del frame
    gc.collect()
    assert left() is None


def test_records_that_claim_the_rest_of_the_file_do_not_have_it_read_again_for_each() -> None:
    claims = record(answer(b"<html>")).replace(b"Content-Length: ", b"Content-Length: 99999999")
    stream = Counted(claims * 2000 + NEWS[0])
    found = list(records(stream, Limits()))
    assert [item.body for item in pages_of(found)] == BODIES[:1]
    assert stream.asked < 40 * len(claims) * 2000
