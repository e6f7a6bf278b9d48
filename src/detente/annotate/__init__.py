"""Document -> Annotated: language, sentences, words, names, times, quotations and cues."""

from dataclasses import replace
from functools import lru_cache

from detente.annotate.language import detect_language
from detente.annotate.layers import attached_words, cues_of, find_hits, mentions_of, times_of, without_weekdays
from detente.annotate.names import find_names
from detente.annotate.quotes import find_quotes
from detente.annotate.scripts import without_cited
from detente.annotate.sentences import split_sentences
from detente.model import Document
from detente.model.annotated import Annotated, MentionKind
from detente.model.words import fold_word, split_words
from detente.reference.languages import Language
from detente.reference.vocabulary import Vocabulary

__all__ = ["annotate", "detect_language"]


def annotate(document: Document, vocabulary: Vocabulary) -> Annotated:
    """Lay all layers over a document.

    Args:
        document: with its junk marked.
        vocabulary: of the document's language.
    """
    language = vocabulary.language
    words = split_words(document.text)
    sentences = split_sentences(document, words, _abbreviations(language))
    sentences = without_cited(sentences, words, language.junk.cited)
    hits = find_hits(words, (one for one in sentences if not one.junk), vocabulary)
    cues = cues_of(hits, "cue")
    mentions = mentions_of(hits, words, vocabulary)
    persons = {place for one in mentions if one.form == "full" for place in range(one.first, one.last)}
    times = [
        time
        for time in times_of(hits, words, vocabulary.slots)
        if persons.isdisjoint(range(time.first, time.last))  # "Kasım" is November, and a first name
    ]
    mentions, times = without_weekdays(mentions, times, words, language)
    timed = {place for time in times for place in range(time.first, time.last)}
    cues = [cue for cue in cues if not timed.issuperset(range(cue.first, cue.last))]
    annotated = Annotated(
        document=document,
        lang=language.code,
        words=words,
        sentences=sentences,
        mentions=tuple(mentions),
        cues=tuple(cues),
        times=tuple(times),
        quotes=find_quotes(document.text),
        attached=attached_words((*mentions, *cues), words, vocabulary),
    )
    mentions = find_names(annotated, language)
    # German writes every noun with a capital, and so do headlines: an unknown name may well be a topic.
    known = [mention for mention in mentions if mention.kind is not MentionKind.NAME]
    named = {place for mention in known for place in range(mention.first, mention.last)}
    topics = [topic for topic in cues_of(hits, "topic") if not named.issuperset(range(topic.first, topic.last))]
    return replace(annotated, mentions=tuple(mentions), topics=tuple(topics))


@lru_cache(maxsize=64)
def _abbreviations(language: Language) -> frozenset[str]:
    """The abbreviations of a language folded, the same for each of its documents."""
    return frozenset(map(fold_word, language.words.abbreviations))
