"""The vocabulary of a language: which words of the registry's names stand for whom."""

from detente.model.words import split_words
from detente.reference.languages import load_language
from detente.reference.registry import Registry
from detente.reference.vocabulary import build_vocabulary


def test_neither_the_number_nor_the_state_of_a_ruler_is_his_surname(registry: Registry) -> None:
    lexicon = build_vocabulary(load_language("en"), registry).lexicon
    named = {
        person
        for text in ("King of Jordan", "The XVI summit", "Aquino met Widodo")
        for hit in lexicon.find(split_words(text))
        if hit.payload.layer == "surname"
        for person in hit.payload.persons
    }
    assert "ph.benigno-aquino-iii" in named, "'Aquino met Widodo'"
    assert not named & {"jo.abdullah-ii-of-jordan", "va.benedict-xvi"}
