"""Sides by their usual English names."""

from detente.reference.registry import Registry


def side_name(code: str, registry: Registry) -> str:
    """The usual English name of a state or body; the code where the registry has none."""
    state = registry.states.get(code)
    if state is not None:
        return next(iter(state.names.get("en", ())), code)
    body = next((one for one in registry.bodies.values() if one.side == code), None)
    return next(iter(body.names.get("en", ())), code) if body else code


def is_body(code: str, registry: Registry) -> bool:
    """Whether a side is an organisation, such as the United Nations, and no state."""
    return code not in registry.states
