"""Spans inside quotation marks."""

import regex

from detente.model import Span

# Opening and closing marks of the world's scripts; a quotation ends at the end of its paragraph at the latest.
_QUOTED = regex.compile(r"“([^“”\n]+)”|«([^«»\n]+)»|„([^„“”\n]+)[“”]|\"([^\"\n]+)\"|「([^「」\n]+)」|『([^『』\n]+)』")


def find_quotes(text: str) -> tuple[Span, ...]:
    """Every quotation without its marks, in text order."""
    spans = []
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 0
        spans.append(Span(start=match.start(group), end=match.end(group)))
    return tuple(spans)
