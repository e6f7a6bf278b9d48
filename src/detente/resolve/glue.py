"""The small words and endings by which a language joins mentions and marks what they do in a sentence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cache

from detente.model.words import fold_word, split_words
from detente.reference.languages import Language


class Glue:
    """The small words of a language that link mentions, folded for look-up."""

    def __init__(self, language: Language) -> None:
        grammar, self.letters = language.grammar, language.words.letters
        self.folded_words: dict[str, str] = {}
        self._cases: tuple[tuple[str, str], ...] = ()
        self.sov = language.order == "sov"
        self.titles, self.home = grammar.titles, grammar.home
        self.read_as_chinese = frozenset(language.words.read_as_chinese)
        self.han_states = frozenset(language.words.han_surnames) | self.read_as_chinese
        self.oblique = dict(language.words.oblique)
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
        self._cases = tuple((end, mark) for mark, (_, endings) in self.marks.items() for end in endings)
        standing = {mark: words for mark, (words, _) in self.marks.items()}
        standing |= {"topic": self._set(grammar.topic_words), "subject": self._set(grammar.subject_words)}
        self.phrases: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for mark, forms in standing.items():
            for phrase in (split_words(form).forms for form in sorted(forms)):
                self.phrases[phrase[0]].append((phrase, mark))

    def of_document(self, attached: Mapping[int, str]) -> "Glue":
        """With the small words that one document writes together with others.

        Args:
            attached: first word of a mention -> what is written before it (`Annotated.attached`).
        """
        own = copy(self)
        own.folded_words = {}
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

    def case_of(self, word: str) -> set[str]:
        """What the ending of a word says of its mention: with, at, to, ..."""
        folded = self.fold(word)
        return {mark for end, mark in self._cases if folded.endswith(end) and folded != end}

    def fold(self, word: str) -> str:
        """A word as these sets hold it."""
        folded = self.folded_words.get(word)
        if folded is None:
            folded = self.folded_words[word] = fold_word(word, self.letters)
        return folded


@cache
def glue_of(language: Language) -> Glue:
    """The glue of a language, made once."""
    return Glue(language)
