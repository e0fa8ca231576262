"""The signed network of a day as GEXF 1.3, for Gephi and its like (gexf.net)."""

from xml.sax.saxutils import escape, quoteattr

from westphalia.system.structure import Structure

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'


def gexf(found: Structure) -> str:
    """Actors with their blocs, ties with size, sign and the events they were made of."""
    groups = found.groups()
    certain = {row["actor"]: row["certainty"] for row in found.sure.members.iter_rows(named=True)}
    nodes = "".join(_node(n, found.names[n], groups.get(n, ""), certain.get(n)) for n in found.network.nodes)
    edges = "".join(_edge(found, number, *edge) for number, edge in enumerate(found.network.edges()))
    return (
        f"{_HEAD}<meta><creator>Westphalia</creator><description>{escape(found.network.method)}</description></meta>\n"
        f'<graph defaultedgetype="undirected" timestamp="{found.on}">\n'
        f"{_attributes('node', (('bloc', 'string'), ('certainty', 'double')))}"
        f"{_attributes('edge', (('tie', 'double'), ('sign', 'string'), ('events', 'string')))}"
        f"<nodes>\n{nodes}</nodes>\n<edges>\n{edges}</edges>\n</graph>\n</gexf>\n"
    )


def _attributes(of: str, columns: tuple[tuple[str, str], ...]) -> str:
    listed = "".join(f'<attribute id="{name}" title="{name}" type="{kind}"/>' for name, kind in columns)
    return f'<attributes class="{of}">{listed}</attributes>\n'


def _values(**given: object) -> str:
    known = {name: value for name, value in given.items() if value not in (None, "")}
    return "".join(f'<attvalue for="{name}" value={quoteattr(str(value))}/>' for name, value in known.items())


def _node(ident: str, name: str, bloc: str, certainty: float | None) -> str:
    values = _values(bloc=bloc, certainty=certainty)
    return f"<node id={quoteattr(ident)} label={quoteattr(name)}><attvalues>{values}</attvalues></node>\n"


def _edge(found: Structure, number: int, a: str, b: str, tie: float) -> str:
    """One tie. GEXF weights are positive, so the sign is an attribute."""
    events = " ".join(event for one in found.network.components.get((a, b), ()) for event in one.evidence)
    values = _values(tie=tie, sign="positive" if tie > 0 else "negative", events=events)
    ends = f"source={quoteattr(a)} target={quoteattr(b)}"
    return f'<edge id="{number}" {ends} weight="{abs(tie)}"><attvalues>{values}</attvalues></edge>\n'
