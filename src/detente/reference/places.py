"""Where a place lies: the state of a city, a seat or a state by its usual English name."""

from collections.abc import Mapping

from detente.reference.registry import Registry


def place_sides(registry: Registry) -> Mapping[str, tuple[str, bool]]:
    """Usual English name -> code of the state it lies in or is, and whether it is a whole state."""
    cities = {place.name: (place.side, False) for place in reversed(registry.places)}
    states = {state.names["en"][0]: (code, True) for code, state in registry.states.items() if state.names.get("en")}
    return {**cities, **states}
