"""The order of the rooms, written once."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from detente.annotate import annotate, detect_language
from detente.clean import clean
from detente.errors import UnreadableError
from detente.extract import VERSION, extract
from detente.model import Document, Refusal, Rejected, Report
from detente.model.grounded import Grounded
from detente.reference.languages import Language, language_digest, languages, load_language
from detente.reference.registry import Registry, load_registry
from detente.reference.vocabulary import Vocabulary, build_vocabulary
from detente.resolve import resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document read: its reports, and all that led to them.

    Attributes:
        document: with its junk marked.
        rejected: near-contacts that became no report, with reasons.
    """

    document: Document
    grounded: Grounded
    reports: tuple[Report, ...]
    rejected: tuple[Rejected, ...]

    @property
    def lang(self) -> str:
        """ISO 639-1 code of the language it was read in."""
        return self.grounded.annotated.lang


class Reader:
    """Reads documents to their contacts; loads each language once, when first met.

    Args:
        latest: no document is younger than this day; bounds the dating of undated documents.
        overlay: folder with the user's own registry rows.
        cache: folder for the compiled registry.
        extractor: a key of `detente.extract.EXTRACTORS`.
    """

    def __init__(
        self, *, latest: date, overlay: Path | None = None, cache: Path | None = None, extractor: str = "rules"
    ) -> None:
        self._latest, self._cache, self._extractor = latest, cache, extractor
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
        """What reads a language now: extractor, its version, and a digest of the language file and the registry."""
        if code not in self._versions:
            digest = sha256(self.registry.digest + language_digest(code)).hexdigest()[:12]
            self._versions[code] = f"{self._extractor} {VERSION} {digest}"
        return self._versions[code]

    def read(self, document: Document) -> Reading | Refusal:
        """Read one document; a refusal when its language has no file or it is no single article."""
        code = document.lang or detect_language(document.text)
        if code is None or code not in languages():
            return _refuse_language(document, code)
        vocabulary = self.vocabulary(code)
        language: Language = vocabulary.language
        cleaned = clean(document, language.junk_rules)
        grounded = resolve(annotate(cleaned, vocabulary), language, self.registry, self._latest)
        try:
            reports, rejected = extract(grounded, language, self._extractor)
        except UnreadableError as error:
            return Refusal(source=document.id, reason=error.reason, detail=error.detail, remedy=error.remedy)
        return Reading(document=cleaned, grounded=grounded, reports=reports, rejected=rejected)


def _refuse_language(document: Document, code: str | None) -> Refusal:
    told = f"it is in {code!r}, which has no language file" if code else "its language could not be told"
    begin = f"begin a file with `make language CODE={code or 'xx'}`"
    return Refusal(
        source=document.id,
        reason="unknown-language",
        detail=f"{told}; there are files for {', '.join(languages())}",
        remedy=begin if code else f"name the language with --lang, or {begin}",
    )
