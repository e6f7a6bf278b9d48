"""Transcripts and readouts of official outlets: all they say is of the contact in their title."""

from datetime import timedelta

from detente.extract.fields import read_matters
from detente.extract.scene import Scene
from detente.extract.sighting import Sighting
from detente.model import Interval, Precision
from detente.model.grounded import Grounded

# An official readout is given out on the day of the contact or within two days.
_READOUT_DAYS = 2
_HEAD_LINES, _HEAD_WORDS = 8, 8


class Transcript:
    """Knows whether a document is the record of one contact, and which sightings are of that contact."""

    def __init__(self, grounded: Grounded) -> None:
        self._grounded = grounded
        self._words = grounded.annotated.words
        self._main: Sighting | None = None

    def take(self, scene: Scene, found: list[Sighting]) -> list[Sighting]:
        """The sightings of a sentence that are contacts of their own.

        A transcript is of the contact in its title: that day, that place, whatever it calls it later.
        """
        if self._main is not None:
            return [one for one in found if not self._is_main(one)]
        published = self._grounded.dated
        if not found or not published.stated or published.days is None or self._grounded.account is None:
            return found
        if not scene.sentence.title or found[0].days is not None:
            return found
        days = published.days
        if not scene.of("transcript"):
            start = days.start - timedelta(days=_READOUT_DAYS)
            found[0].issued = Interval(start=start, end=days.end, precision=Precision.SPAN), scene.span
        else:
            found[0].days = days, scene.span
            self._main, found[0].sure_status = found[0], True
            self._place_from_head(found[0])
        return found

    def _place_from_head(self, sighting: Sighting) -> None:
        """The place on a short line of its own above a transcript."""
        for sentence in self._grounded.annotated.sentences[: _HEAD_LINES + 1]:
            for place in self._grounded.places:
                inside = sentence.first <= place.first and place.last <= sentence.last
                if inside and not sentence.title and sentence.last - sentence.first <= _HEAD_WORDS and not place.state:
                    sighting.place = place.name, self._words.span(place.first, place.last)
                    return

    def _is_main(self, sighting: Sighting) -> bool:
        """Whether a sighting in a transcript is of the contact transcribed; if so its matters are added to it."""
        main = self._main
        if main is None or main.days is None or not set(sighting.sides) <= set(main.sides) or sighting.other:
            return False
        if sighting.days is not None and not sighting.days[0].meets(main.days[0]):
            return False
        read_matters(sighting.scene, main, self._words)
        main.quotes.append(sighting.scene.span)
        return True
