"""Who promises: the sides of the actor who is subject of the words for an outcome."""

from collections.abc import Sequence
from functools import cache

from detente.extract.focus import Focus
from detente.extract.scene import OUTCOMES, Scene
from detente.extract.tellers import group_of
from detente.model.annotated import CueHit
from detente.model.grounded import Actor, ActorKind
from detente.model.words import Words, fold_word
from detente.reference.languages import Language

# Marks of an actor who does not act: with whom, whose, whither, where, of what.
_BOUND = frozenset({"with", "at", "from", "about", "to", "of", "between"})
_ACTING = frozenset({"topic", "subject"})
_EVERYBODY = frozenset({ActorKind.PAIR, ActorKind.SIDES})
# An apostrophe and an adjective may stand between the owner and his proposal.
_OWNED = 2
# So far behind a verb that stands first its subject may stand, and the object of any verb.
_NEAR = 3
# So far behind "agreed" may stand with whom.
_PARTNER = 4


@cache
def _joins_and_articles(language: Language) -> tuple[frozenset[str], frozenset[str]]:
    """The joining words and the articles of a language, folded once."""
    grammar, letters = language.grammar, language.words.letters
    return (
        frozenset(fold_word(word, letters) for word in grammar.joins),
        frozenset(fold_word(word, letters) for word in grammar.articles),
    )


class Promisers:
    """Finds who promises in the sentences of one document.

    Args:
        account: side whose official outlet published it, None for the press.
    """

    def __init__(self, focus: Focus, words: Words, language: Language, *, account: str | None) -> None:
        self._focus, self._words, self._account = focus, words, account
        self._order, self._letters = language.order, language.words.letters
        self._joins, self._articles = _joins_and_articles(language)

    def all_of(self, scene: Scene, marks: Sequence[CueHit]) -> frozenset[str] | None:
        """Codes of the sides that promise with any of these words; None for all of the contact."""
        found = [self.of(scene, mark) for mark in marks]
        return None if None in found else frozenset[str]().union(*filter(None, found))

    def of(self, scene: Scene, mark: CueHit) -> frozenset[str] | None:
        """Codes of the sides that promise with these words; None for all of the contact, empty when nobody can tell."""
        acting = self._acting(scene, mark)
        mutual = mark.means == "agreement"
        if not acting:
            return None if mutual else frozenset()
        if any(one.kind in _EVERYBODY for one in acting):
            return None
        meant = [self._meant(scene, one) for one in acting]
        sides = frozenset(side for found in meant for one in found for side in one.sides)
        if sides and (not all(meant) or self._joined_to_unknown(scene, acting[0])):
            # "The Secretary and Foreign Minister Kuleba": on a government's own page the other one is its own.
            sides = sides | {self._account} if self._account is not None else frozenset()
        asked = _asked(scene, mark)
        if sides & asked and self._account not in asked and not any(one.sides for one in acting):
            # Nobody invites himself: "the President" is that of the government whose page it is.
            return frozenset() if self._account is None else frozenset({self._account})
        if mutual and len(sides) == 1 and _with_another(scene, mark, acting, sides):
            return None
        return sides

    def _meant(self, scene: Scene, actor: Actor) -> list[Actor]:
        here = tuple(one for one in scene.actors if one.last <= actor.first)
        meant = self._focus.resolve(actor, here)
        if actor.kind is ActorKind.PRONOUN and self._account is not None and not here:
            # On a government's own page the pronoun may be "we", whoever was named before.
            return [one for one in meant if self._account in one.sides]
        return meant

    def _joined_to_unknown(self, scene: Scene, actor: Actor) -> bool:
        """Whether the list that an actor opens has a member before him whom nobody knows."""
        before = actor.first - 1
        while before > scene.sentence.first and self._is(before, self._articles):
            before -= 1
        first, _ = scene.segment(CueHit(first=actor.first, last=actor.last, means=""))
        joined = before > first and self._is(before, self._joins)
        return (
            joined
            and not {before, before - 1} & scene.commas
            and not any(one.last == before and one.sides for one in scene.actors)
        )

    def _is(self, place: int, words: frozenset[str]) -> bool:
        return fold_word(self._words.forms[place], self._letters) in words

    def _acting(self, scene: Scene, mark: CueHit) -> list[Actor]:
        """The list of actors who are the subject, references among them not yet resolved."""
        linked = _named_by_noun(scene, mark)
        if linked:
            return linked
        first, stop = scene.segment(mark)
        after = [one for one in scene.actors if mark.last <= one.first < stop and not one.marks & _BOUND]
        behind = [one for one in after if one.first - mark.last < _NEAR]
        if self._order == "vso" and behind:
            return group_of(scene, behind[0])
        before = [one for one in scene.actors if first <= one.first and one.last <= mark.first]
        able = _without_far_states(scene, [one for one in before if not one.marks & _BOUND], mark)
        chosen = self._subject(scene, able, released=mark.means == "handover")
        if chosen is None:
            inside = [one for one in scene.actors if mark.first < one.first and one.last <= mark.last]
            reach = _NEAR if self._order == "v2" else 1
            touching = [one for one in behind if one.first - mark.last < reach]
            chosen = next(iter([one for one in (*inside, *touching) if not one.marks & _BOUND]), None)
        if chosen is None:
            chosen = self._of_earlier_clause(scene, first)
        return [] if chosen is None else [one for one in group_of(scene, chosen) if not one.marks & _BOUND]

    def _subject(self, scene: Scene, able: Sequence[Actor], *, released: bool = False) -> Actor | None:
        """Of the actors before the words the one who acts: nearest, but whom another verb has as its object.

        Args:
            released: whether the words are for a handover: "A demanded that B release ..." is one by B.
        """
        acting = [one for one in able if one.marks & _ACTING]
        if acting:
            return acting[-1]
        free = [one for one in able if released or not _is_object(scene, one)] or list(able)
        if not free:
            return None
        return free[0] if self._order in {"sov", "v2"} and not scene.dense else free[-1]

    def _of_earlier_clause(self, scene: Scene, first: int) -> Actor | None:
        """The one whom a relative clause goes on about, else the subject of the clause before."""
        able = [one for one in scene.actors if one.last <= first and not one.marks & (_BOUND - {"with", "to"})]
        touching = [one for one in able if first - one.last <= _OWNED]
        if touching:
            return touching[-1]
        return self._subject(scene, [one for one in able if not one.marks & _BOUND])


def _asked(scene: Scene, mark: CueHit) -> frozenset[str]:
    """Sides of whoever stands right behind the words: who is invited, urged or offered something."""
    if mark.means not in {"proposal", "demand"}:
        return frozenset()
    behind = [one for one in scene.actors if 0 <= one.first - mark.last <= 1 and not one.marks & _BOUND]
    return frozenset(side for one in behind[:1] if not one.adjective for side in one.sides)


def _without_far_states(scene: Scene, able: Sequence[Actor], mark: CueHit) -> Sequence[Actor]:
    """Where somebody is named too, a state acts only near the words; elsewhere it may be part of a name.

    Nor does one that stands before a contact's noun ("the US-ASEAN summit").
    """
    nouns = [cue.first for cue in scene.contacts if cue.frame == "noun"]
    near = [
        one
        for one in able
        if one.kind not in {ActorKind.STATE, ActorKind.BODY}
        or (mark.first - one.last <= _NEAR and not any(0 <= noun - one.last <= 1 for noun in nouns))
    ]
    return near or able


def _named_by_noun(scene: Scene, mark: CueHit) -> list[Actor]:
    """Whose proposal it is ("Egypt's proposal"), and between whom an agreement."""
    owners = [one for one in scene.actors if "owner" in one.marks and 0 <= mark.first - one.last <= _OWNED]
    linked = [one for one in scene.actors if "between" in one.marks and 0 <= one.first - mark.last <= _OWNED]
    return group_of(scene, (owners or linked)[0]) if owners or linked else []


def _is_object(scene: Scene, actor: Actor) -> bool:
    """Whether the actor stands right after the verb of a contact or of another outcome, with a subject before that."""
    verbs = [cue for cue in scene.contacts if cue.frame in {"verb", "direct"}]
    verbs += [cue for cue in scene.cues if cue.means in OUTCOMES or cue.means == "told"]
    for verb in verbs:
        behind = [one for one in scene.actors if verb.last <= one.first]
        near = bool(behind) and actor.group == behind[0].group and actor.first - verb.last >= 0
        listed = bool(behind) and behind[0].first - verb.last < _NEAR
        if near and listed and any(one.last <= verb.first and not one.marks & _BOUND for one in scene.actors):
            return True
    return False


def _with_another(scene: Scene, mark: CueHit, acting: Sequence[Actor], sides: frozenset[str]) -> bool:
    """Whether somebody of another side agrees too: whom the subject met, or with whom it agreed."""
    first, _ = scene.segment(mark)
    last = max(one.last for one in acting)
    before = [one for one in scene.actors if max(first, last) <= one.first and one.last <= mark.first]
    after = [one for one in scene.actors if 0 <= one.first - mark.last <= _PARTNER and "with" in one.marks]
    met = [one for one in before if "with" in one.marks or _is_object(scene, one)]
    return any(not sides & set(one.sides) for one in (*met, *after))
