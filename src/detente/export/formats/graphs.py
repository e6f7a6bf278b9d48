"""Networks of sides or persons, as GEXF 1.2 for Gephi and as GraphML.

Two nodes are linked when they took part in the same contact on different sides; the weight counts contacts.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, BinaryIO

from detente.export.formats.codebook import in_words
from detente.export.formats.form import Field, Format, Material, Options, Tally
from detente.export.formats.strict import xml_text
from detente.model import Kind, Status
from detente.model.listing import ContactLine
from detente.reference.registry import Registry

if TYPE_CHECKING:
    import networkx as nx

_COUNTERS = (*(kind.value for kind in Kind), *(status.value for status in Status))


@dataclass(slots=True)
class _Link:
    """What two nodes have in common."""

    contacts: int = 0
    counts: Counter[str] = field(default_factory=Counter[str])
    first: date | None = None
    last: date | None = None

    def add(self, line: ContactLine) -> None:
        self.contacts += 1
        self.counts.update((line.kind.value, line.status.value))
        if line.days:
            self.first = min(self.first or line.days.start, line.days.start)
            self.last = max(self.last or line.days.end, line.days.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """A side, or a person of one."""

    key: str
    label: str
    side: str


def _nodes_of(line: ContactLine, nodes: str, registry: Registry) -> set[_Node]:
    if nodes == "sides":
        return {_Node(key=side, label=_name(side, registry), side=side) for side in line.sides}
    return {
        _Node(key=party.person or f"{party.side}: {party.name}", label=party.name, side=party.side)
        for party in line.parties
        if party.name
    }


def _name(side: str, registry: Registry) -> str:
    state = registry.states.get(side)
    return next(iter(state.names.get("en", ())), side) if state else side


def _graph(material: Material, options: Options) -> "tuple[nx.Graph, int]":
    """The network, and how many links there should be."""
    import networkx as nx  # noqa: PLC0415  (an extra; takes a fifth of a second)

    links: dict[tuple[str, str], _Link] = {}
    graph = nx.Graph()
    for line in material.lines():
        found = sorted(_nodes_of(line, options.nodes, material.registry), key=lambda node: (node.key, node.label))
        for node in (node for node in found if xml_text(node.key) not in graph):
            graph.add_node(xml_text(node.key), label=xml_text(node.label), side=node.side)
        pairs = {(one.key, other.key) for one, other in combinations(found, 2) if one.side != other.side}
        for pair in pairs:
            links.setdefault(pair, _Link()).add(line)
    for (one, other), link in links.items():
        graph.add_edge(xml_text(one), xml_text(other), **_attributes(link))
    return graph, len(links)


def _attributes(link: _Link) -> dict[str, str | int]:
    days = {"first_day": link.first.isoformat(), "last_day": link.last.isoformat()} if link.first and link.last else {}
    return {"weight": link.contacts, **{name: link.counts[name] for name in _COUNTERS}, **days}


def _write_gexf(material: Material, options: Options, sink: BinaryIO) -> Tally:
    from xml.etree.ElementTree import SubElement  # noqa: PLC0415  (beside the extra that needs it)

    from networkx.readwrite.gexf import GEXFWriter  # noqa: PLC0415  (an extra)

    graph, links = _graph(material, options)
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(graph)
    meta = writer.xml.find("meta")
    # networkx writes the day of its own clock and its own name.
    meta.set("lastmodifieddate", material.header.accessed.isoformat())
    meta.find("creator").text = f"detente {material.header.version}"
    SubElement(meta, "description").text = xml_text(in_words(material.header))
    writer.write(sink)
    return Tally(written=graph.number_of_edges(), matched=links, unit=f"link ({graph.number_of_nodes():,} nodes)")


def _write_graphml(material: Material, options: Options, sink: BinaryIO) -> Tally:
    import networkx as nx  # noqa: PLC0415  (an extra)

    graph, links = _graph(material, options)
    graph.graph["description"] = xml_text(in_words(material.header))
    nx.write_graphml_lxml(graph, sink, prettyprint=True)
    return Tally(written=graph.number_of_edges(), matched=links, unit=f"link ({graph.number_of_nodes():,} nodes)")


_FIELDS = (
    Field(name="node", form="text", means="code of a side; of a person the registry's id, else side and name"),
    Field(name="label", form="text", means="of a node: English name of the state, or the person's name"),
    Field(name="side", form="text", means="of a node: the side, or for whom the person acted last"),
    Field(name="weight", form="number", means="of a link: contacts in which both took part"),
    *(Field(name=name, form="number", means=f"of a link: contacts of these that are {name}") for name in _COUNTERS),
    Field(name="first_day", form="day", means="of a link: first possible day of the first contact"),
    Field(name="last_day", form="day", means="of a link: last possible day of the last contact"),
)
GEXF = Format(
    says="network of sides or persons, for Gephi",
    media="application/gexf+xml",
    suffix=".gexf",
    fields=_FIELDS,
    write=_write_gexf,
    inside=True,
    needs=("networkx",),
    chooses=("nodes",),
    sources=("GEXF 1.2, https://gexf.net; the header stands in the description of `meta`",),
)
GRAPHML = Format(
    says="network of sides or persons, for most programs that draw one",
    media="application/graphml+xml",
    suffix=".graphml",
    fields=_FIELDS,
    write=_write_graphml,
    inside=True,
    needs=("networkx",),
    chooses=("nodes",),
    sources=("GraphML, http://graphml.graphdrawing.org; the header is the datum `description` of the graph",),
)
