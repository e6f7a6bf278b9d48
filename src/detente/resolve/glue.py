"""The small words and endings by which a language joins mentions and marks what they do in a sentence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from functools import cache, partial

from detente.model.words import Words, fold_word, split_words
from detente.reference.languages import Language
from detente.reference.remembered import Remembered

COMMAS, DASHES = frozenset({",", "،", "、", "，"}), frozenset({"-", "–", "—", "‑"})
_CLAUSE_COMMA = frozenset({"，"})
# Between two mentions these count for nothing.
_IGNORED = frozenset('"“”«»„.')
_NOTHING: frozenset[str] = frozenset()
_NO_WORDS = Words("", (), (), ())


class Glue:
    """The small words of a language that link mentions, folded for look-up.

    Attributes:
        words, folds: of one document, as written and folded; none for the language itself.
        skipped: what counts for nothing between two mentions: articles, honorifics, quotation marks, full stops.
        listing, listed: what stands between the members of a list: at least one of the first, nothing but the second.
        linking: what may stand first between mentions that belong together or are listed; any other word parts them.
    """

    def __init__(self, language: Language) -> None:
        grammar, self.letters = language.grammar, language.words.letters
        self._folded = Remembered(partial(fold_word, letters=self.letters))
        self.words, self.folds = _NO_WORDS, _NO_WORDS.forms
        self.sov = language.order == "sov"
        self.titles, self.home = grammar.titles, grammar.home
        self.read_as_chinese = frozenset(language.words.read_as_chinese)
        self.han_states = frozenset(language.words.han_surnames) | self.read_as_chinese
        self.oblique = dict(sorted(language.words.oblique.items(), key=lambda one: -len(one[0])))
        self.of = self._set(grammar.of)
        self.determiners = self._set(grammar.articles)
        self.honorifics = self._set(language.words.honorifics)
        self.articles = self._set(grammar.articles) | self._set(language.words.honorifics)
        self.possessive = self._set(grammar.possessive)
        self.joins = self._set([word for form in grammar.joins for word in form.split()])
        self.attached: dict[int, str] = {}
        self.prefixed: dict[int, str] = {}
        self.marks = {
            "with": (self._set(grammar.with_words), self._endings(grammar.with_endings)),
            "at": (self._set(grammar.at_words), self._endings(grammar.at_endings)),
            "to": (self._set(grammar.to_words), self._endings(grammar.to_endings)),
            "from": (self._set(grammar.from_words), ()),
            "between": (self._set(grammar.between), ()),
            "about": (self._set(grammar.about_words), self._endings(grammar.about_endings)),
        }
        # Where lists have a comma of their own, the other comma parts clauses.
        commas = COMMAS - _CLAUSE_COMMA if COMMAS & self.joins else COMMAS
        self.listing = self.joins | commas | DASHES | {";"}
        self.listed = self.listing | self.of | self.marks["with"][0] | self.marks["between"][0]
        self.skipped = self.articles | _IGNORED
        self.linking = self.skipped | self.listed | COMMAS | self.possessive | {"(", ")"}
        self._cases = tuple((end, mark) for mark, (_, endings) in self.marks.items() for end in endings)
        self._case_ends = tuple(end for end, _ in self._cases)
        self._standing: dict[str, frozenset[str]] = {}
        for mark, (words, _) in self.marks.items():
            for word in words:
                self._standing[word] = self._standing.get(word, _NOTHING) | {mark}
        standing = {mark: words for mark, (words, _) in self.marks.items()}
        standing |= {"topic": self._set(grammar.topic_words), "subject": self._set(grammar.subject_words)}
        self.phrases: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for mark, forms in standing.items():
            for phrase in (split_words(form).forms for form in sorted(forms)):
                self.phrases[phrase[0]].append((phrase, mark))

    def of_document(self, words: Words, attached: Mapping[int, str]) -> "Glue":
        """With the words of one document, and the small words that it writes together with others.

        Args:
            attached: first word of a mention -> what is written before it (`Annotated.attached`).
        """
        own = copy(self)
        own.words, own.folds = words, tuple(map(self._folded.__getitem__, words.forms))
        own.attached = {place: join for place, said in attached.items() if (join := self._join_of(said))}
        own.prefixed = {place: said.removeprefix(self._join_of(said))[:1] for place, said in attached.items()}
        return own

    def _join_of(self, said: str) -> str:
        """The joining word that a particle begins with, "" when it does with another."""
        return next((join for join in self.joins if said.startswith(join)), "")

    def _set(self, forms: Iterable[str]) -> frozenset[str]:
        return frozenset(fold_word(form, self.letters) for form in forms)

    def _endings(self, forms: Sequence[str]) -> tuple[str, ...]:
        return tuple(fold_word(form, self.letters) for form in forms)

    def case_of(self, place: int) -> AbstractSet[str]:
        """What the ending of a word says of its mention: with, at, to, ..."""
        folded = self.folds[place]
        if not folded.endswith(self._case_ends):
            return _NOTHING
        return {mark for end, mark in self._cases if folded.endswith(end) and folded != end}

    def marks_of(self, words: str) -> AbstractSet[str]:
        """What a folded word, or two of them, say of the mention that they stand beside: with, at, to, ..."""
        return self._standing.get(words, _NOTHING)


@cache
def glue_of(language: Language) -> Glue:
    """The glue of a language, made once."""
    return Glue(language)
