"""A first look: whether it can be worth to extract and read a page, told from its bytes many times faster."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from detente.annotate import detect_language
from detente.corpus.anchors import Anchors
from detente.corpus.visible import paragraphs
from detente.errors import UnreadableError
from detente.model import Document
from detente.model.grounded import ActorKind
from detente.pipeline import Reader, Reading
from detente.reference.languages import languages

# A full stop behind a word of one or two letters is mostly that of an abbreviation. One class of characters comes
# first, since that is what the engine can look for fast.
_END = re.compile(r"[.!?…؟۔।॥。！？｡\n](?:(?<=[。！？｡\n])|(?<!\W\w[.])(?<!\W\w\w[.])[\"'”’»)]*\s)")
_LONG = 120  # letters; a paragraph of the article, not of a menu
_TELLING = 1000  # letters that tell a language; of 4,745 texts and pages all gave the same one that the whole gives
_SHORT = 30  # letters; a shorter piece is an item of a list
_LEAD = 6  # sentences with which news begins and in which it says who is who
_POINTERS = frozenset({ActorKind.PRONOUN, ActorKind.PAIR})
_LONG_SENTENCE = 60  # letters
_PLENTY = 4  # found sentences; nine of ten texts with so many have a contact, and would be read twice
_MANY = 80  # sentences; in a longer text "he" may have been named far away
_MANY_OF_OWN = 40  # of a text of a government, a transcript most often: who speaks says "I", and rarely whom with


class FirstLook:
    """Looks at pages in every language that has a file; a class because what it knows of one is made once.

    Looking is done in three steps, each asked only where the one before says yes: whether a sentence has words without
    which no report is, of a contact and of two sides; whether it has a whole cue and names; and in a text of news
    length whether those sentences, read as a document, give a report, alone or, where they say "he", behind the
    beginning.

    Args:
        reader: reads the sentences; its languages are the ones that are known.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._anchors: dict[str, Anchors] = {}
        self._languages = frozenset(languages())

    def passes(
        self, markup: bytes, charset: str | None = None, *, url: str | None = None, day: date | None = None
    ) -> bool:
        """Whether a page is worth reading; one that cannot be decoded is, so that it is refused with its reason.

        Args:
            markup: the page.
            charset: the encoding that came with it.
            url: its address, which may be that of a government.
            day: a day near its publication.
        """
        try:
            blocks = paragraphs(markup, charset)
        except UnreadableError:
            return True
        code = _language(blocks)
        known = Document(id="look", text="", lang=code, url=url, published=day)
        return code in self._languages and self._speaks(blocks, known)

    def passes_text(self, document: Document) -> bool:
        """The same for a document whose text is known."""
        blocks = document.text.split("\n")
        code = document.lang or _language(blocks)
        return code in self._languages and self._speaks(blocks, replace(document, lang=code))

    def _speaks(self, blocks: Sequence[str], document: Document) -> bool:
        """Whether sentences of a text speak of a contact.

        Args:
            document: what is known of the page, its language among it.
        """
        account = self._reader.registry.official_side(document.outlet, document.url)
        anchors = self._of(document.lang or "")
        sentences = _sentences("\n".join(blocks))
        found = [one for one in anchors.likely(sentences, account) if anchors.confirms(sentences[one], account)]
        if not found:
            return False
        long = sum(len(sentence) >= _LONG_SENTENCE for sentence in sentences)
        if len(found) >= _PLENTY or (account and long >= _MANY_OF_OWN):
            return True
        alone = self._reading((sentences[number] for number in found), document)
        if alone is None or alone.reports or not _points_back(alone):
            return alone is not None and bool(alone.reports)
        return long >= _MANY or self._speaks_behind_the_lead(sentences, found, document)

    def _speaks_behind_the_lead(self, sentences: Sequence[str], found: Sequence[int], document: Document) -> bool:
        """Whether the found sentences give a report behind the first of the text, and each behind the one before it."""
        whole = [number for number, sentence in enumerate(sentences) if len(sentence) >= _SHORT]
        chosen = sorted({*whole[:_LEAD], *found, *(number - 1 for number in found if number)})
        led = self._reading((sentences[number] for number in chosen), document)
        return led is not None and bool(led.reports)

    def _reading(self, sentences: Iterable[str], document: Document) -> Reading | None:
        outcome = self._reader.read(replace(document, text="".join(sentences), title=None))
        return outcome if isinstance(outcome, Reading) else None

    def _of(self, code: str) -> Anchors:
        if code not in self._anchors:
            self._anchors[code] = Anchors(self._reader.vocabulary(code), self._reader.registry)
        return self._anchors[code]


def _points_back(reading: Reading) -> bool:
    """Whether somebody is spoken of whom sentences before have named: "he", "the two"."""
    return any(not actor.sides and actor.kind in _POINTERS for actor in reading.grounded.actors)


def _sentences(text: str) -> list[str]:
    ends = [*(found.end() for found in _END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise([0, *ends])]


def _language(blocks: Iterable[str]) -> str | None:
    """The language of the long paragraphs of a page, of all of it when it has none."""
    long = [block for block in blocks if len(block) >= _LONG]
    return detect_language("\n".join(long or blocks)[:_TELLING])
