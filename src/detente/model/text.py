"""Documents and spans: text that is written once, and places in it."""

from dataclasses import dataclass
from datetime import date

from detente.model.capture import Capture

REFUSAL_REASONS = {
    "empty": "no text in it",
    "binary": "bytes that are not text",
    "encoding": "text in an encoding that could not be told",
    "too-large": "larger than the limit on one document",
    "not-json": "a line that is not a JSON object",
    "not-xml": "a feed whose XML is broken",
    "missing-field": "a record without the field that holds its text",
    "bad-field": "a record with a field of the wrong form",
    "no-main-text": "a page in which no article was found",
    "unknown-language": "a language that has no language file",
    "not-found": "no such file",
    "no-permission": "a file that may not be opened",
    "unknown-format": "a kind of file that no reader knows",
    "timeout": "reading took longer than the limit",
    "no-address": "an address that is none, or that leads to no public place",
    "fetch-failed": "an address that did not answer with a page",
    "robots": "an address that its site asks programs not to visit",
}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A half-open interval [start, end) of code points in `Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not [{self.start}, {self.end})")

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Junk:
    """A region of the text that is page furniture, and the rule that says so."""

    span: Span
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One published text.

    Attributes:
        id: unique within one run; the path or the record's own id.
        text: title, a blank line and the body, exactly as read; never changed afterwards.
        title: where the title stands in `text`; None when the document has none.
        published: day of publication as the document or the caller states it.
        lang: ISO 639-1 code when the source or the caller states it, else None.
        outlet, url: who published it and where, if known.
        junk: regions of page furniture, in text order; empty until `clean` has run.
        named: whether the source itself gives the id; otherwise it only says where the document was found.
        capture: the answer of the network that it was read from, None when it came otherwise.
    """

    id: str
    text: str
    title: Span | None = None
    published: date | None = None
    lang: str | None = None
    outlet: str | None = None
    url: str | None = None
    junk: tuple[Junk, ...] = ()
    named: bool = False
    capture: Capture | None = None

    def quote(self, span: Span) -> str:
        """The words at `span`."""
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why something that was given could not be read.

    Attributes:
        source: path, address or `path:line` of what was given.
        reason: a key of `REFUSAL_REASONS`.
        detail: what was found there.
        remedy: what a person can do about it.
    """

    source: str
    reason: str
    detail: str
    remedy: str

    def __post_init__(self) -> None:
        if self.reason not in REFUSAL_REASONS:
            raise ValueError(f"unknown refusal reason {self.reason!r}")
