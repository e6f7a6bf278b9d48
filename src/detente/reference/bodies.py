"""Short names of bodies, by which an office is known to be one's: the CIA director."""

from collections import defaultdict
from collections.abc import Mapping

from detente.reference.registry import Registry


def body_names(registry: Registry) -> Mapping[str, tuple[str, ...]]:
    """Side -> short names of its bodies, the longest first."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for body in registry.bodies.values():
        if body.short:
            names[body.side].append(body.short)
    return {side: tuple(sorted(found, key=lambda name: (-len(name), name))) for side, found in names.items()}
