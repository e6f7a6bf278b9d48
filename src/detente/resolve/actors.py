"""Chunks -> actors: who it is, for which side, in which office."""

from collections.abc import Sequence

from detente.model import Party
from detente.model.annotated import Annotated, CueHit, Mention
from detente.model.grounded import Actor, ActorKind
from detente.reference.offices import office_label
from detente.reference.registry import Registry
from detente.resolve.chunk import NAME, Chunk
from detente.resolve.glue import Glue
from detente.resolve.heard import heard_in_characters, heard_surname
from detente.resolve.kana import is_kana
from detente.resolve.people import People, skeleton
from detente.resolve.romanise import is_han, plain_form, romanise

# Office titles that name a class of office whose body must be said ("CIA director").
_BODY_TITLE = "director"
_ANY_HEAD = "leader"
_LIST = 12
# What a reference cue means -> in what shape its actor stands.
_KINDS = {kind.value: kind for kind in ActorKind} | {"institution": ActorKind.BODY}
_DELEGATION, _COUNTERPART = ActorKind.DELEGATION, ActorKind.COUNTERPART
# Roles whose registry title is clearer than the bare word in the text ("director general", "minister").
_CLEARER = frozenset({"igo_head", "foreign", "defence"})
# What stands between the city of a dateline and its agency or day, and between those and the report.
_OPENS_DATELINE, _CLOSES_DATELINE = frozenset("-–—(/"), frozenset(":-–—)/")
_DATELINE = 8
# Bodies whose people do not act for a side in contacts between states.
_SILENT_BODIES = frozenset({"media", "company", "court"})
_SEATS = frozenset({"capital", "seat", "seat_of_government"})
_IN_OFFICE = frozenset({ActorKind.PERSON, ActorKind.OFFICE})


def ground_actors(
    annotated: Annotated, chunks: Sequence[Chunk], people: People, registry: Registry, glue: Glue
) -> tuple[Actor, ...]:
    """Actors of a document in text order.

    A chunk without a side takes that of its list ("Israeli President Rivlin, Prime Minister Netanyahu"), and a bare
    state or adjective in a list takes the office of its neighbour ("the foreign ministers of Iran and Iraq").
    """
    grounder = _Grounder(annotated, chunks, people, registry, glue)
    actors: list[Actor] = []
    group = -1
    for number, chunk in enumerate(chunks):
        joined, group = chunk.group == group, chunk.group
        actor = grounder.ground(number, actors[-1] if actors and joined else None)
        if actor is not None:
            actors.append(actor)
    return tuple(actors)


def _list_of(chunks: Sequence[Chunk], number: int) -> Sequence[Chunk]:
    """The chunks of the list that one of them stands in, those near it."""
    group, first, stop = chunks[number].group, number, number + 1
    while first > max(0, number - _LIST) and chunks[first - 1].group == group:
        first -= 1
    while stop < min(len(chunks), number + _LIST) and chunks[stop].group == group:
        stop += 1
    return chunks[first:stop]


class _Grounder:
    def __init__(
        self, annotated: Annotated, chunks: Sequence[Chunk], people: People, registry: Registry, glue: Glue
    ) -> None:
        self._words, self._chunks = annotated.words, chunks
        self._people, self._registry, self._glue = people, registry, glue
        self._last: Actor | None = None
        self._introduced: dict[str, Actor] = {}
        self._sounds: dict[str, str] = {}
        self._heard: dict[str, str | None] = {}
        self._opens = {one.first: one.last for one in annotated.sentences if not one.title}
        names = [mention for mention in annotated.mentions if mention.kind is NAME]
        self._names = {place for mention in names for place in (mention.first, mention.last - 1)}

    def ground(self, number: int, inherited: Actor | None) -> Actor | None:
        """The actor that a chunk names, None for one that only names a place or thing.

        Args:
            inherited: the actor before it in the list.
        """
        actor = self._ground(number, inherited)
        if actor is not None and actor.role and actor.kind in _IN_OFFICE:
            self._last = actor
        return actor

    def _ground(self, number: int, inherited: Actor | None) -> Actor | None:
        chunk = self._chunks[number]
        if chunk.places and chunk.states and not (chunk.names or chunk.offices or chunk.bodies or chunk.reference):
            return self._seat(chunk)  # "in Turkish Antalya": the adjective belongs to the place
        side = self._stated_side(chunk)
        if not side and chunk.offices and not (inherited and inherited.sides) and chunk.reference is None:
            side = self._home(chunk)
        if chunk.names:
            return self._person(chunk, side, inherited)
        if chunk.reference is not None:
            return self._reference(chunk, chunk.reference, side, inherited)
        if chunk.offices:
            side = side or (inherited.sides[0] if inherited and inherited.sides else "")
            return self._office(chunk, side or self._state_beside(number))
        if chunk.bodies:
            return self._body(chunk, side)
        if chunk.states:
            return self._state(chunk, number)
        return self._seat(chunk)

    def _home(self, chunk: Chunk) -> str:
        """The state of the language's readers, for their own officials of whom no state is said."""
        home, role = self._glue.home, self._role(chunk)
        if not home:
            return ""
        if chunk.names:
            mention = chunk.names[-1]
            return home if mention.kind is NAME and is_han(mention.value) else ""
        held = bool(role) and self._last is not None and self._last.role == role and home not in self._last.sides
        person = self._holder(chunk, home, role) if role and not held else None
        return home if person is not None and self._titled(person, role, home, chunk.offices[0].value) else ""

    def _stated_side(self, chunk: Chunk) -> str:
        """The side that the words of the chunk itself say."""
        if chunk.states:
            return chunk.states[0].side
        for mention in (*chunk.offices, *chunk.bodies):
            if mention.side:
                return mention.side
        for place in chunk.places:
            if place.role in _SEATS:
                return place.side
        return ""

    def _role(self, chunk: Chunk) -> str:
        if chunk.double:
            return next((mention.role for mention in chunk.offices if mention.role), "")
        return chunk.offices[0].role if chunk.offices else ""

    def _person(self, chunk: Chunk, side: str, inherited: Actor | None) -> Actor | None:
        mention, role = chunk.names[-1], self._role(chunk)
        if len(chunk.names) > 1 and not side:
            principal = self._people.identify(chunk.names[0], "", "") if chunk.names[0].persons else None
            side = self._people.side_of(principal) if principal is not None else ""
        person = self._identify(mention, chunk, role, side)
        if person is None and mention.kind is NAME and not chunk.offices and chunk.reference is None:
            return self._body(chunk, side) if chunk.bodies else self._introduced_as(chunk, mention)
        if person is not None:
            known = self._people.side_of(person)
            only_said = not chunk.bodies and not any(office.side for office in chunk.offices)
            if not side or (mention.form == "full" and only_said and not self._people.acted_for(person, side)):
                side = known  # "his Congolese counterpart" may be of either Congo
        elif not side and inherited is not None and inherited.sides and chunk.offices:
            side = inherited.sides[0]
        name = self._registry.persons[person].name if person is not None else self._own_name(mention, side)
        party = Party(name=name, side=side, office=self._label(chunk, person, side), person=person)
        actor = self._actor(chunk, ActorKind.PERSON, (side,) if side else (), party, role or self._held_role(person))
        unknown = person is None and " " in mention.value
        if side and not chunk.former and (unknown or self._in_characters(mention)):
            self._introduced.setdefault(self._sound(mention), actor)
        return actor

    def _in_characters(self, mention: Mention) -> bool:
        """Whether a name that no list holds is in Chinese characters in a Chinese text."""
        return mention.kind is NAME and self._glue.titles == "either" and is_han(mention.value)

    def _introduced_as(self, chunk: Chunk, mention: Mention) -> Actor | None:
        """Somebody whom the registry does not know, but whom this text introduced with office and state."""
        known = self._introduced.get(self._sound(mention)) if self._introduced else None
        if known is None:
            return None
        return self._actor(chunk, ActorKind.PERSON, known.sides, known.party, known.role)

    def _sound(self, mention: Mention) -> str:
        """The last word of a name by sound, so that case endings matter little."""
        name = mention.value
        if name not in self._sounds:
            self._sounds[name] = skeleton(romanise(plain_form(name.split()[-1], self._glue.oblique)))
        return self._sounds[name]

    def _known_by_sound(self, name: str) -> str | None:
        """Whom a whole name without office or state means by its sound."""
        if name not in self._heard:
            self._heard[name] = self._people.known_by_sound(plain_form(name, self._glue.oblique))
        return self._heard[name]

    def _identify(self, mention: Mention, chunk: Chunk, role: str, side: str) -> str | None:
        person = self._people.identify(mention, "" if chunk.former else role, side) if mention.persons else None
        if person is None and mention.kind is NAME and not side and not role:
            person = self._known_by_sound(mention.value)
        if person is not None or not (role or chunk.bodies):
            return person
        holder = self._people.holder(side, role) if side and not chunk.former else None
        heard = self._by_sound(mention.value, side, role)
        return heard or (holder if holder is not None and holder in mention.persons else None)

    def _by_sound(self, name: str, side: str, role: str) -> str | None:
        glue, day = self._glue, self._people.day
        if is_han(name) and glue.titles == "either" and side and side not in glue.han_states:
            near = self._people.near(side, role) if role else []
            return heard_in_characters(name, near, self._registry, day) if day is not None else None
        if not is_kana(name):
            return self._people.by_sound(plain_form(name, self._glue.oblique), side, role)
        sound = romanise(name)
        if " " not in sound and role and side:
            return heard_surname(sound, self._people.near(side, role), self._registry)
        return self._people.by_sound(sound, side, role)

    def _own_name(self, mention: Mention, side: str) -> str | None:
        """The name in Latin letters, None for one in characters whose reading nobody can tell."""
        if self._glue.read_as_chinese and side not in self._glue.read_as_chinese and is_han(mention.value):
            return None
        return romanise(plain_form(mention.value, self._glue.oblique))

    def _held_role(self, person: str | None) -> str:
        term = self._people.term_of(person) if person is not None else None
        return term.role if term is not None else ""

    def _label(self, chunk: Chunk, person: str | None, side: str) -> str | None:
        """The office as the text says it, completed by its body; without one, the office held on that day."""
        if chunk.offices:
            held = self._people.term_of(person, chunk.offices[0].role, side) if person is not None else None
            title = chunk.offices[0].value
            if title == _BODY_TITLE and person is not None and not chunk.bodies and not chunk.former:
                held = held or self._people.term_of(person, side=side)
                return office_label(held, self._registry) if held is not None else title
            if held is not None and held.role in _CLEARER and not chunk.former and not chunk.double:
                return office_label(held, self._registry)
            body = next((one.value for one in chunk.bodies), None)
            if title == _BODY_TITLE and body is not None:
                title = f"{self._registry.bodies[body].short or self._registry.bodies[body].names['en'][0]} {title}"
            elif chunk.double and len(chunk.offices) > 1:
                title = f"{title} and {chunk.offices[1].value}"
            return f"former {title}" if chunk.former else title
        term = self._people.term_of(person, side=side) if person is not None else None
        return office_label(term, self._registry) if term is not None else None

    def _state_beside(self, number: int) -> str:
        """The first bare state in the list of a chunk, "" without one."""
        listed = _list_of(self._chunks, number)
        return next((one.states[0].side for one in listed if one.states and not one.offices and not one.names), "")

    def _office(self, chunk: Chunk, side: str) -> Actor | None:
        """An office without its holder's name; the holder is named when the registry is sure of the day."""
        role = self._role(chunk)
        titles = [mention.value for mention in chunk.offices]
        if titles[0] == _BODY_TITLE and not chunk.bodies:
            return None
        person = None
        if side and not chunk.former:
            person = self._holder(chunk, side, role)
            if person is not None and not self._titled(person, role, side, titles[0]):
                person = None
        name = self._registry.persons[person].name if person is not None else None
        party = Party(name=name, side=side, office=self._label(chunk, person, side), person=person)
        return self._actor(chunk, ActorKind.OFFICE, (side,) if side else (), party, role)

    def _titled(self, person: str, role: str, side: str, title: str) -> bool:
        """Whether a head of state or government bears this very title ("the Japanese president" is nobody)."""
        if role not in {"hos", "hog"} or title == _ANY_HEAD:
            return True
        term = self._people.term_of(person, role, side)
        return term is not None and office_label(term, self._registry) == title

    def _holder(self, chunk: Chunk, side: str, role: str) -> str | None:
        title = chunk.offices[0].value
        person = self._people.holder(side, role, lambda term: office_label(term, self._registry) == title)
        if person is None or role != "intel" or not chunk.bodies:
            return person
        term = self._people.term_of(person, role, side)
        short = self._registry.bodies[chunk.bodies[0].value].short
        return person if term is not None and short and short in office_label(term, self._registry) else None

    def _reference(self, chunk: Chunk, cue: CueHit, side: str, inherited: Actor | None) -> Actor:
        kind, party = _KINDS[cue.means], None
        if kind is _DELEGATION:
            side = side or (inherited.sides[0] if inherited is not None and inherited.sides else "")
            text = self._words.text[self._words.starts[chunk.first] : self._words.ends[chunk.last - 1]]
            party = Party(name=None, side=side, office=romanise(text))
        elif kind is _COUNTERPART and side and self._last is not None:
            return self._counterpart(chunk, side, self._last)
        return self._actor(chunk, kind, (side,) if side else (), party, cue.office)

    def _counterpart(self, chunk: Chunk, side: str, of: Actor) -> Actor:
        """The holder of the same office on another side."""
        person = self._people.holder(side, of.role)
        name = self._registry.persons[person].name if person is not None else None
        term = self._people.term_of(person, of.role, side) if person is not None else None
        same_title = of.party.office if of.party is not None and of.role not in {"intel", "hog", "hos"} else None
        office = office_label(term, self._registry) if term is not None else same_title
        party = Party(name=name, side=side, office=office, person=person)
        return self._actor(chunk, ActorKind.PERSON, (side,), party, of.role)

    def _body(self, chunk: Chunk, side: str) -> Actor | None:
        body = self._registry.bodies[chunk.bodies[0].value]
        if body.kind in _SILENT_BODIES or not side:
            return None
        return self._actor(chunk, ActorKind.BODY, (side,))

    def _state(self, chunk: Chunk, number: int) -> Actor:
        side, listed = chunk.states[0].side, _list_of(self._chunks, number)
        neighbour = next((one for one in listed if one.offices and not one.names and one.states), None)
        if neighbour is not None:
            shared = Chunk(first=chunk.first, last=chunk.last, states=chunk.states, offices=neighbour.offices)
            shared.marks, shared.group = chunk.marks, chunk.group
            actor = self._office(shared, side)
            if actor is not None:
                return actor
        adjective = all(mention.form == "adjective" for mention in chunk.states)
        return self._actor(chunk, ActorKind.STATE, (side,), adjective=adjective)

    def _seat(self, chunk: Chunk) -> Actor | None:
        """A capital or seat acts when nothing before it says that it is only where something happens."""
        place = chunk.places[0] if chunk.places else None
        if place is None or place.role not in _SEATS or not place.side or chunk.marks & {"at", "to", "from"}:
            return None
        if chunk.last in self._names or chunk.first - 1 in self._names:
            return None  # part of a longer name ("Georgetown Law Center")
        if self._is_dateline(chunk):
            return None
        return self._actor(chunk, ActorKind.SEAT, (place.side,), place=place.value)

    def _is_dateline(self, chunk: Chunk) -> bool:
        """Whether a city opens its sentence only to say where the report was written ("Riyadh - SPA: ...")."""
        stop = self._opens.get(chunk.first, chunk.last)
        words, last = self._words, chunk.last
        near = words.forms[last : min(last + _DATELINE, stop)]
        opening = next((place for place, word in enumerate(near) if word in _OPENS_DATELINE), len(near))
        if opening == len(near) or words.starts[last] == words.ends[last - 1]:
            return False
        dated = opening == 0 or any(word.isdigit() for word in near[:opening])
        return dated and any(word in _CLOSES_DATELINE for word in near[opening + 1 :])

    def _actor(  # noqa: PLR0913 one value a field of Actor
        self,
        chunk: Chunk,
        kind: ActorKind,
        sides: tuple[str, ...],
        party: Party | None = None,
        role: str = "",
        *,
        adjective: bool = False,
        place: str = "",
    ) -> Actor:
        return Actor(
            first=chunk.first,
            last=chunk.last,
            kind=kind,
            sides=sides,
            party=party,
            role=role,
            marks=frozenset(chunk.marks),
            group=chunk.group,
            adjective=adjective,
            place=place,
        )
