"""The order of the rooms, written once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from detente.annotate import annotate, detect_language
from detente.clean import clean
from detente.errors import UnreadableError, UsageError
from detente.extract import VERSION, extract
from detente.extract.reconcile import reconcile
from detente.model import Document, Dropped, Refusal, Rejected, Report
from detente.model.grounded import Grounded
from detente.model.reading import Apart
from detente.reference.languages import Language, language_digest, languages, load_language
from detente.reference.registry import Registry, load_registry
from detente.reference.vocabulary import Vocabulary, build_vocabulary
from detente.resolve import resolve
from detente.resolve.romanise import romanise

if TYPE_CHECKING:
    from detente.extract.llm import Prompt, Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document read: its reports, and all that led to them.

    Attributes:
        document: with its junk marked.
        rejected: near-contacts that became no report, with reasons.
        version: name of the version that made it, "" for the reader's present one.
        apart: what each of two readers made of it alone, where they are not of one mind.
        dropped: what a model said of it and nobody may believe.
    """

    document: Document
    grounded: Grounded
    reports: tuple[Report, ...]
    rejected: tuple[Rejected, ...]
    version: str = ""
    apart: tuple[Apart, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def lang(self) -> str:
        """ISO 639-1 code of the language it was read in."""
        return self.grounded.annotated.lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """One document as each reader tells it.

    Attributes:
        rules, llm, both: the reports of each; those of the rules wherever the model was not asked or gave no answer.
        dropped: what the model said and nobody may believe.
        answered: whether the model gave a usable answer.
    """

    rules: tuple[Report, ...]
    llm: tuple[Report, ...]
    both: tuple[Report, ...]
    dropped: tuple[Dropped, ...] = ()
    answered: bool = False


class Second(Protocol):
    """A language model as a second reader, which only the caller knows how to reach."""

    @property
    def name(self) -> str:
        """Who it is, as reports name their reader: `llm` and the model."""

    @property
    def edition(self) -> str:
        """What else its reports depend on: the question, and how it is asked."""

    @property
    def alone(self) -> bool:
        """Whether its reports stand for those of the rules, instead of beside them."""

    def wants(self, reading: Reading) -> bool:
        """Whether a document of which the rules made this is worth a question."""

    def ask(self, prompt: "Prompt") -> "Reply | None":
        """What it says; None when it gives no usable answer, which it keeps count of."""

    def note(self, dropped: Sequence[Dropped]) -> None:
        """Count what was dropped of an answer."""


class Reader:
    """Reads documents to their contacts; loads each language once, when first met.

    Args:
        latest: no document is younger than this day; bounds the dating of undated documents.
        overlay: folder with the user's own registry rows.
        cache: folder for the compiled registry.
        second: reads after the rules what they leave uncertain; None for the rules alone.
    """

    def __init__(
        self, *, latest: date, overlay: Path | None = None, cache: Path | None = None, second: Second | None = None
    ) -> None:
        self._latest, self._cache, self._second = latest, cache, second
        self.registry: Registry = load_registry(overlay, cache)
        self._vocabularies: dict[str, Vocabulary] = {}
        self._versions: dict[str, str] = {}

    def vocabulary(self, code: str) -> Vocabulary:
        """The compiled language `code`.

        Raises:
            DataError: no such language file, or a wrong one.
        """
        if code not in self._vocabularies:
            self._vocabularies[code] = build_vocabulary(load_language(code, self._cache), self.registry)
        return self._vocabularies[code]

    def version(self, code: str) -> str:
        """What reads a language now: who, the version, and a digest of the language file and the registry."""
        return self._version("rules", code) if self._second is None else self._together(self._second, code)

    def _version(self, who: str, code: str) -> str:
        if code not in self._versions:
            digest = sha256(self.registry.digest + language_digest(code)).hexdigest()[:12]
            self._versions[code] = f"{VERSION} {digest}"
        return f"{who} {self._versions[code]}"

    def _together(self, second: Second, code: str) -> str:
        who = second.name if second.alone else f"rules, {second.name}"
        return self._version(f"{who} {second.edition}", code)

    def read(self, document: Document) -> Reading | Refusal:
        """Read one document; a refusal when its language has no file or it is no single article."""
        reading = self.read_by_rules(document)
        if isinstance(reading, Refusal) or self._second is None:
            return reading
        if not self._second.wants(reading):
            return reading
        return self._read_again(reading, self._second)

    def read_by_each(self, first: Reading) -> Readings:
        """What the rules, the model alone and both make of a document; the model is asked at most once.

        Args:
            first: what the rules made of it (`read_by_rules`).

        Raises:
            UsageError: this reader has no model.
        """
        if self._second is None:
            raise UsageError("there is no model to compare the rules with; give `second`")
        said = self._said(first, self._second) if self._second.wants(first) else None
        if said is None:
            return Readings(rules=first.reports, llm=first.reports, both=first.reports)
        reports, dropped = said
        both = reconcile(first.reports, reports)
        return Readings(rules=first.reports, llm=reports, both=both, dropped=dropped, answered=True)

    def read_by_rules(self, document: Document) -> Reading | Refusal:
        """Read one document as the rules alone do."""
        code = document.lang or detect_language(document.text)
        if code is None or code not in languages():
            return _refuse_language(document, code)
        vocabulary = self.vocabulary(code)
        language: Language = vocabulary.language
        cleaned = clean(document, language.junk_rules)
        grounded = resolve(annotate(cleaned, vocabulary), language, self.registry, self._latest)
        try:
            reports, rejected = extract(grounded, language)
        except UnreadableError as error:
            return Refusal(source=document.id, reason=error.reason, detail=error.detail, remedy=error.remedy)
        return Reading(document=cleaned, grounded=grounded, reports=reports, rejected=rejected)

    def _read_again(self, first: Reading, second: Second) -> Reading:
        """The reading of both; the rules' own, under their own version, when the model gave no answer."""
        by_rules = self._version("rules", first.lang)
        said = self._said(first, second)
        if said is None:
            return replace(first, version=by_rules)
        reports, dropped = said
        if second.alone:
            return replace(first, reports=reports, dropped=dropped)
        together = reconcile(first.reports, reports)
        apart: tuple[Apart, ...] = ()
        if any(one.compared is None or one.compared.added or one.compared.differing for one in together):
            by_model = self._version(f"{second.name} {second.edition}", first.lang)
            apart = Apart(version=by_rules, reports=first.reports), Apart(version=by_model, reports=reports)
        return replace(first, reports=together, apart=apart, dropped=dropped)

    def _said(self, first: Reading, second: Second) -> tuple[tuple[Report, ...], tuple[Dropped, ...]] | None:
        """What the model reports of a document, and what was dropped of it; None when it gave no answer."""
        from detente.extract.llm import Known, prompt_of, quotable, reports_of, with_names  # noqa: PLC0415  (pydantic)

        reply = second.ask(prompt_of(first.document, first.lang))
        if reply is None:
            return None
        annotated = first.grounded.annotated
        text = quotable(annotated)
        named = with_names(annotated, reply, text)
        language = self.vocabulary(first.lang).language
        grounded = first.grounded if named is annotated else resolve(named, language, self.registry, self._latest)
        known = Known(sides=self.registry.sides, spell=romanise)
        reports, dropped = reports_of(reply, grounded, text, known, reader=second.name)
        second.note(dropped)
        return reports, dropped


def _refuse_language(document: Document, code: str | None) -> Refusal:
    told = f"it is in {code!r}, which has no language file" if code else "its language could not be told"
    begin = f"begin a file with `make language CODE={code or 'xx'}`"
    return Refusal(
        source=document.id,
        reason="unknown-language",
        detail=f"{told}; there are files for {', '.join(languages())}",
        remedy=begin if code else f"name the language with --lang, or {begin}",
    )
