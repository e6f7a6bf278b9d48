"""What is new at a folder, a file or a feed since the last look."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import PurePath
from types import MappingProxyType

from detente.errors import UnreadableError
from detente.model import Document, Refusal
from detente.read import FORMATS, read
from detente.read.compose import compose
from detente.read.entries import Entry
from detente.read.feed import day_of, listed, of_entry, read_feed
from detente.read.fetch import Fetched, Robots, Stamp, fetch
from detente.read.html import read_html
from detente.read.page_process import PageProcess
from detente.read.run import Limits, Run, Source, refusal
from detente.read.source import failed, find, is_address, look, shown, shown_address, unpacked, walk
from detente.read.web import source_of

_LIMITS = Limits()
_HALF_WRITTEN = (".part", ".tmp")
_SHORT = 800  # letters; a teaser has fewer, the news in full has more in nearly every language
_BREAKS_OFF = ("…", "...", "[…]", "[...]")
_REMEMBERED = 50_000  # entries of one feed; the oldest are forgotten, so that a hostile feed cannot fill the memory

Fetch = Callable[..., Fetched]
State = tuple[int, int]


@dataclass(slots=True)
class Seen:
    """What has been yielded before; one for each place, in memory, changed by `arrivals`.

    Attributes:
        files: path -> size and time of change of what was read.
        waiting: the same of files that have to be found unchanged once more.
        entries: what entries and refusals were called, the oldest first.
        stamp: what the site said of the feed when all of it had been yielded.
    """

    files: dict[str, State] = field(default_factory=dict)
    waiting: dict[str, State] = field(default_factory=dict)
    entries: dict[str, None] = field(default_factory=dict)
    stamp: Stamp = field(default_factory=Stamp)

    def remember(self, name: str) -> None:
        """Count an entry or refusal as yielded."""
        self.entries[name] = None
        if len(self.entries) > _REMEMBERED:
            del self.entries[next(iter(self.entries))]


def arrivals(  # noqa: PLR0913  (each says one thing of the documents, and only by name)
    place: str,
    *,
    seen: Seen,
    published: date | None = None,
    outlet: str | None = None,
    lang: str | None = None,
    limits: Limits = _LIMITS,
    fetch: Fetch = fetch,
) -> Iterator[Document | Refusal]:
    """One look at a place: what came since the last one.

    A file is read when a second look finds it as the first one did, so that none is read half written; hidden files and
    those that end in .part or .tmp are left alone. Of a feed come the entries that were not seen; where the entry is
    only a teaser, the page that it links to is read instead, and if that fails, the entry and a refusal for the page.

    What is yielded counts as seen when the next item is asked for: who breaks off gets the last one again.

    Args:
        place: a folder, a file, or the address of a feed.
        seen: what was yielded at earlier looks at this place.
        published: day of publication of a document that states none.
        outlet: publisher of a document that states none.
        lang: ISO 639-1 code of a document that states none.
        limits: how much one document may cost.
        fetch: asks the network; `functools.partial(fetch, resolve=...)` changes how.

    Yields:
        Documents, named by the entry's id or link or as `read` names them, and refusals. A place that cannot be read is
        a refusal at every look, what is wrong with a single file or entry only once.
    """
    run = Run(
        limits=limits,
        pages=PageProcess(limits.seconds),
        columns=MappingProxyType({}),
        published=published,
        outlet=outlet,
        lang=lang,
    )
    get = partial(fetch, limits=limits, robots=Robots())
    if is_address(place):
        return _of_address(place, seen, run, get)
    if FORMATS.get(PurePath(place.lower().removesuffix(".gz")).suffix) is read_feed and not _is_folder(place):
        return _of_feed_file(place, seen, run, get)
    return _of_folder(place, seen, run)


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)  # noqa: PTH116  (a Path cannot hold every file name)
    except (OSError, ValueError):
        return False


def _of_folder(top: str, seen: Seen, run: Run) -> Iterator[Document | Refusal]:
    before, seen.waiting = seen.waiting, {}
    ready: list[tuple[str, State]] = []
    for found in _found(top):
        if isinstance(found, Refusal):
            yield from _once(found, seen, always=found.source == shown(top))
            continue
        path, state = found
        if seen.files.get(path) == state or path.lower().endswith(_HALF_WRITTEN):
            continue
        if before.get(path) == state:
            ready.append(found)
        seen.waiting[path] = state  # also when it is ready: the caller may break off before it is read

    def paths() -> Iterator[str]:
        # `read` asks for the next path when everything of this one has been taken.
        for path, state in ready:
            yield path
            seen.files[path] = state
            seen.waiting.pop(path, None)

    yield from read(paths(), published=run.published, outlet=run.outlet, lang=run.lang, limits=run.limits)


def _found(top: str) -> Iterator[tuple[str, State] | Refusal]:
    for found in walk(top) if _is_folder(top) else find([top]):
        if isinstance(found, Refusal):
            yield found
            continue
        if found.path is None:
            yield failed(found.name, OSError("nothing can be asked twice of standard input"))
            continue
        try:
            yield found.path, _state(found.path)
        except OSError:
            continue  # gone between the two questions; the next look will tell


def _state(path: str) -> State:
    status = os.stat(path)  # noqa: PTH116  (a Path cannot hold every file name)
    return status.st_size, status.st_mtime_ns


def _once(item: Refusal, seen: Seen, *, always: bool = False) -> Iterator[Refusal]:
    name = f"{item.source} {item.reason} {item.detail}"
    if always or name not in seen.entries:
        yield item
        seen.remember(name)


def _of_feed_file(path: str, seen: Seen, run: Run, get: Fetch) -> Iterator[Document | Refusal]:
    try:
        state = _state(path)
        if seen.files.get(path) == state:
            return
        with open(path, "rb") as stream:  # noqa: PTH123  (a Path cannot hold every file name)
            _, content = unpacked(*look(stream), run.limits.ratio)
            data = Source(name=path, head=b"", stream=content).whole(run.limits.feed_bytes)
    except (OSError, ValueError) as error:
        yield failed(shown(path), error)
        return
    except UnreadableError as error:
        yield refusal(shown(path), error)
        return
    yield from _news(data, shown(path), "", seen, run, get)
    seen.files[path] = state


def _of_address(address: str, seen: Seen, run: Run, get: Fetch) -> Iterator[Document | Refusal]:
    try:
        found = get(address, most=run.limits.feed_bytes, since=seen.stamp)
    except UnreadableError as error:
        yield refusal(shown_address(address), error)
        return
    if found.body is not None:
        for item in _news(found.body, address, found.url, seen, run, get):
            if isinstance(item, Document) and item.capture is None:
                yield replace(item, capture=found.capture)
            else:
                yield item
        seen.stamp = found.stamp  # not before: who breaks off would never hear of the rest


def _news(  # noqa: PLR0913, PLR0917  (what both kinds of feed have)
    data: bytes, name: str, address: str, seen: Seen, run: Run, get: Fetch
) -> Iterator[Document | Refusal]:
    with run.pages:
        try:
            for place, item in listed(data, name, address, run):
                if isinstance(item, Refusal):
                    yield from _once(item, seen)
                    continue
                called = place if item.key else _by_content(name, item)
                if called not in seen.entries:
                    yield from _read(item, called, run, get)
                    seen.remember(called)
        except UnreadableError as error:
            yield refusal(name, error)


def _by_content(name: str, entry: Entry) -> str:
    """A name for an entry without id and link, whose place in the feed changes with every new one."""
    digest = hashlib.sha256(f"{entry.title}\n{entry.body}".encode(errors="replace")).hexdigest()
    return f"{name}#{digest[:16]}"


def _read(entry: Entry, name: str, run: Run, get: Fetch) -> Iterator[Document | Refusal]:
    """The document of an entry, and a refusal when it was to be that of its page."""
    own = of_entry(entry, name, run)
    if not _is_teaser(entry) or own.url is None or not is_address(own.url):
        yield own
        return
    try:
        page = _page(get(own.url), entry, own, run)
    except UnreadableError as error:
        yield own
        yield refusal(shown_address(own.url), error)
    else:
        yield page if len(page.text) > len(own.text) else own


def _is_teaser(entry: Entry) -> bool:
    return len(entry.body) < _SHORT or (not entry.whole and entry.body.endswith(_BREAKS_OFF))


def _page(found: Fetched, entry: Entry, own: Document, run: Run) -> Document:
    """The document of the page behind an entry; what the page does not say, the entry does, and then the caller."""
    asked = replace(run, published=day_of(entry) or run.published, outlet=own.outlet, lang=own.lang)
    page, *_ = read_html(source_of(own.id, found), asked)
    if isinstance(page, Refusal):
        raise UnreadableError(page.reason, page.detail, page.remedy)
    text, title = (page.text, page.title) if page.title else compose(entry.title, page.text)
    return replace(page, text=text, title=title, capture=found.capture)
