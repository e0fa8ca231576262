"""The plots of the system: a relation over time, the signed matrix by bloc, blocs over time, a triad."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from math import cos, pi, sin

from westphalia.system import periods
from westphalia.system.drawing import Cell, Plot, area, element, hatch, line, signed
from westphalia.system.relation import Point, Relation

WIDTH, LEFT, RIGHT, TOP = 760.0, 46.0, 28.0, 38.0
PANEL, BARS, BETWEEN = 150.0, 46.0, 40.0


def timeline(relation: Relation) -> Plot:
    """The level of both directions with their intervals, numbers of happenings below, changes as dashed lines."""
    ways = ((relation.one, relation.other), (relation.other, relation.one))
    named = dict(zip((relation.one, relation.other), relation.names, strict=True))
    starts = [point.period for point in relation.direction(relation.one)]
    title = f"{relation.names[0]} and {relation.names[1]}, by {relation.by}"
    height = TOP + 2 * (PANEL + BARS + BETWEEN)
    parts = [hatch("wp-conflict"), element("text", title, x=LEFT, y=18.0, class_="head")]
    most = max((point.happenings or 0 for point in relation.points), default=0) or 1
    for number, (source, recipient) in enumerate(ways):
        top = TOP + number * (PANEL + BARS + BETWEEN)
        panel = _Panel(top, max(len(starts), 1), most)
        parts += panel.frame(f"{named[source]} → {named[recipient]}")
        parts += panel.level(relation.direction(source), relation.by)
        parts += panel.shifts(relation, starts)
        parts += panel.labels(starts, relation.by)
    known = [point for point in relation.points if point.level is not None]
    description = _described(relation, known, named)
    return Plot(title, description, WIDTH, height, "".join(parts), _TIMELINE, _timeline_rows(relation, named))


_TIMELINE = (
    *("period", "from", "to", "happenings", "cooperation", "conflict", "net", "level", "low", "high", "exposure"),
    "note",
)


def _timeline_rows(relation: Relation, named: Mapping[str, str]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            periods.label(p.period, relation.by), named[p.source], named[p.recipient], p.happenings, p.cooperation,
            p.conflict, p.net, p.level, p.level_low, p.level_high, p.exposure, p.why,
        )
        for p in relation.points
    )  # fmt: skip


def _described(relation: Relation, known: Sequence[Point], named: Mapping[str, str]) -> str:
    text = f"Level of each direction, −10 conflict to 10 cooperation, with {relation.weights.coverage:.0%} intervals."
    for source, name in named.items():
        if last := relation.level(source):
            span = f"{signed(last.level_low)} to {signed(last.level_high)}"
            text += f" {name}: {signed(last.level)} ({span}) in {periods.label(last.period, relation.by)}."
    if not known:
        text += " Nothing is known of any period."
    if relation.shifts:
        changed = ", ".join(periods.label(shift.period, relation.by) for shift in relation.shifts)
        text += f" It changed in {changed}."
    return text


class _Panel:
    """One direction: level above, bars of happenings below."""

    def __init__(self, top: float, count: int, most: float) -> None:
        self.top, self.most = top + 8, most
        self.step = (WIDTH - LEFT - RIGHT) / count

    def x(self, number: float) -> float:
        return LEFT + (number + 0.5) * self.step

    def y(self, level: float) -> float:
        return self.top + (10 - level) / 20 * PANEL

    def frame(self, name: str) -> list[str]:
        parts = [element("text", name, x=LEFT, y=self.top - 4, class_="head")]
        for level in (10, 5, 0, -5, -10):
            y = self.y(level)
            kind = "zero" if level == 0 else "rule"
            parts.append(element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_=kind))
            label = signed(level, 0) if level else "0"
            parts.append(element("text", label, x=LEFT - 6, y=y + 4, text_anchor="end", class_="soft"))
        return parts

    def level(self, points: Sequence[Point], by: str) -> list[str]:
        """Gaps, band, line and bars; the line breaks where the level is unknown."""
        parts = [self._gap(n, point, by) for n, point in enumerate(points) if point.happenings is None]
        for run in _runs(points):
            high = [(self.x(n), self.y(points[n].level_high or 0)) for n in run]
            low = [(self.x(n), self.y(points[n].level_low or 0)) for n in reversed(run)]
            parts.append(area([*high, *low], "band") if len(run) > 1 else line([high[0], low[0]], "rule"))
            parts.append(line([(self.x(n), self.y(points[n].level or 0)) for n in run], "line"))
        parts += [self._dot(n, point, by) for n, point in enumerate(points) if point.level is not None and point.events]
        return parts + [bar for n, point in enumerate(points) for bar in self._bars(n, point, by)]

    def _gap(self, number: int, point: Point, by: str) -> str:
        says = f"{periods.label(point.period, by)}: {point.why}"
        x = LEFT + number * self.step
        return element("rect", x=x, y=self.top, width=self.step, height=PANEL + BARS, class_="gap", title=says)

    def _dot(self, number: int, point: Point, by: str) -> str:
        span = f"{signed(point.level_low)} to {signed(point.level_high)}"
        says = f"{periods.label(point.period, by)}: level {signed(point.level)} ({span})"
        return element("circle", cx=self.x(number), cy=self.y(point.level or 0), r=3, class_="dot", title=says)

    def _bars(self, number: int, point: Point, by: str) -> list[str]:
        middle, unit = self.top + PANEL + BARS / 2, BARS / 2 / self.most
        width = min(self.step * 0.7, 24.0)
        place = {"x": self.x(number) - width / 2, "width": width}
        up, down = (point.cooperation or 0) * unit, (point.conflict or 0) * unit
        says = (
            f"{periods.label(point.period, by)}: {point.cooperation:g} of cooperation, {point.conflict:g} of conflict"
            if point.events
            else ""
        )
        parts = []
        if up:
            parts.append(element("rect", **place, y=middle - up, height=up, class_="good", title=says))
        if down:
            parts.append(element("rect", **place, y=middle, height=down, fill="url(#wp-conflict)", title=says))
        return parts

    def shifts(self, relation: Relation, starts: Sequence[date]) -> list[str]:
        parts = []
        for shift in relation.shifts:
            x = LEFT + starts.index(shift.period) * self.step
            says = f"change, probability {shift.probability:.2f}"
            parts.append(
                element("line", x1=x, x2=x, y1=self.top, y2=self.top + PANEL + BARS, class_="mark", title=says)
            )
            parts.append(element("text", f"{shift.probability:.2f}", x=x + 3, y=self.top + 11, class_="soft"))
        return parts

    def labels(self, starts: Sequence[date], by: str) -> list[str]:
        every = max(1, -(-len(starts) // 10))
        y = self.top + PANEL + BARS + 14
        return [
            element("text", periods.label(day, by), x=self.x(n), y=y, text_anchor="middle", class_="soft")
            for n, day in enumerate(starts)
            if n % every == 0
        ]


def _runs(points: Sequence[Point]) -> list[list[int]]:
    """Numbers of points with a known level that follow each other."""
    runs: list[list[int]] = []
    for number, point in enumerate(points):
        if point.level is None:
            continue
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def signed_matrix(
    values: Mapping[tuple[str, str], float], groups: Mapping[str, str], names: Mapping[str, str], title: str
) -> Plot:
    """Who is how to whom: cells by sign and size, actors in order of their bloc, blocs framed.

    Args:
        values: (source, recipient) → value; both orders for what has no direction; missing pairs are unknown.
        groups: actor → bloc; actors without one come last.
        names: actor → name.
        title: what it shows.
    """
    order = sorted(
        {*groups, *(a for pair in values for a in pair)}, key=lambda a: (groups.get(a, "~"), names.get(a, a))
    )
    size = 26.0 if len(order) <= 24 else 16.0
    left, top = 150.0, 130.0
    most = max((abs(v) for v in values.values()), default=1.0) or 1.0
    parts = [hatch("wp-conflict"), element("text", title, x=12, y=20, class_="head")]
    for n, actor in enumerate(order):
        parts += _matrix_labels(names.get(actor, actor), n, size, left, top)
        for m, other in enumerate(order):
            if (value := values.get((actor, other))) is not None and actor != other:
                says = f"{names.get(actor, actor)} → {names.get(other, other)}: {signed(value, 2)}"
                parts.append(_cell(left + m * size, top + n * size, size, value / most, says))
    parts += _frames(order, groups, size, left, top)
    side = len(order) * size
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (names.get(a, a), names.get(b, b), groups.get(a), groups.get(b), value)
        for (a, b), value in sorted(values.items())
    )
    within, across = _signs(values, groups)
    description = (
        f"{len(order)} actors in order of bloc. Within blocs {within[0]} ties are positive and {within[1]} negative;"
        f" between blocs {across[0]} positive and {across[1]} negative."
    )
    columns = ("from", "to", "bloc", "other's bloc", "value")
    return Plot(title, description, left + side + 20, top + side + 20, "".join(parts), columns, rows)


def _matrix_labels(name: str, n: int, size: float, left: float, top: float) -> list[str]:
    shown = _clipped(name)
    x, y = left + (n + 0.5) * size + 4, top - 6
    return [
        element("text", shown, x=left - 6, y=top + (n + 0.5) * size + 4, text_anchor="end"),
        element("text", shown, x=x, y=y, transform=f"rotate(-60 {x:.2f} {y:.2f})"),
    ]


def _clipped(name: str) -> str:
    """A name as long as the margin has room for; the table has all of it."""
    return name if len(name) <= 20 else f"{name[:19]}…"


def _cell(x: float, y: float, size: float, share: float, says: str) -> str:
    """A square whose area is the value's size, plain for cooperation, hatched for conflict."""
    side = max((size - 3) * min(abs(share), 1.0) ** 0.5, 4.0)
    place = {"x": x + (size - side) / 2, "y": y + (size - side) / 2, "width": side, "height": side}
    look = {"class_": "good"} if share >= 0 else {"fill": "url(#wp-conflict)"}
    return element("rect", **place, **look, title=says)


def _frames(order: Sequence[str], groups: Mapping[str, str], size: float, left: float, top: float) -> list[str]:
    parts = []
    for bloc in dict.fromkeys(groups[a] for a in order if a in groups):
        numbers = [n for n, actor in enumerate(order) if groups.get(actor) == bloc]
        first, side = numbers[0] * size, len(numbers) * size
        says = f"bloc {bloc}"
        parts.append(
            element("rect", x=left + first, y=top + first, width=side, height=side, class_="frame", title=says)
        )
    return parts


def _signs(values: Mapping[tuple[str, str], float], groups: Mapping[str, str]) -> tuple[list[int], list[int]]:
    """Numbers of positive and negative values within and between blocs."""
    within, across = [0, 0], [0, 0]
    for (one, other), value in values.items():
        tally = within if one in groups and groups.get(one) == groups.get(other) else across
        tally[0 if value >= 0 else 1] += 1
    return within, across


def blocs_over_time(
    days: Sequence[date], memberships: Sequence[Mapping[str, str]], names: Mapping[str, str], title: str
) -> Plot:
    """Which bloc each actor is in at each date: a letter in a cell, its height by bloc; empty where it is in none."""
    actors = sorted(
        {actor for at in memberships for actor in at}, key=lambda a: ([at.get(a, "~") for at in memberships], a)
    )
    kinds = list(dict.fromkeys(bloc for at in memberships for bloc in sorted(set(at.values()))))
    left, top, high = 150.0, 50.0, 20.0
    wide = min((WIDTH - left) / max(len(days), 1), 90.0)
    parts = [element("text", title, x=12, y=20, class_="head")]
    for m, day in enumerate(days):
        parts.append(
            element("text", f"{day}", x=left + (m + 0.5) * wide, y=top - 8, text_anchor="middle", class_="soft")
        )
    for n, actor in enumerate(actors):
        y = top + n * high
        parts.append(element("text", _clipped(names.get(actor, actor)), x=left - 6, y=y + 14, text_anchor="end"))
        for m, at in enumerate(memberships):
            if bloc := at.get(actor):
                shade = round(0.12 + 0.75 * kinds.index(bloc) / max(len(kinds), 1), 2)
                place = {"x": left + m * wide, "y": y + 1, "width": wide - 1, "height": high - 2}
                says = f"{names.get(actor, actor)}, {days[m]}: {bloc}"
                parts.append(element("rect", **place, class_="good", fill_opacity=shade, title=says))
                parts.append(element("text", bloc, x=left + (m + 0.5) * wide, y=y + 14, text_anchor="middle"))
    moved = sum(1 for actor in actors if len({at[actor] for at in memberships if actor in at}) > 1)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (names.get(actor, actor), *(at.get(actor) for at in memberships)) for actor in actors
    )
    description = f"{len(actors)} actors in {len(kinds)} blocs over {len(days)} dates; {moved} change their bloc."
    height = top + len(actors) * high + 16
    columns = ("actor", *(str(day) for day in days))
    return Plot(title, description, WIDTH, height, "".join(parts), columns, rows)


def triad_diagram(
    actors: tuple[str, str, str], values: Mapping[tuple[str, str], float | None], names: Mapping[str, str], title: str
) -> Plot:
    """Three actors and what is between them: cooperation solid, conflict dashed, unknown dotted, the value beside.

    Args:
        actors: the three.
        values: unordered pairs (in either order) → value, None or missing where unknown.
        names: actor → name.
        title: what it shows.
    """
    middle, radius = (220.0, 200.0), 125.0
    at = {
        actor: (middle[0] + radius * cos(pi * (-0.5 + 2 * n / 3)), middle[1] + radius * sin(pi * (-0.5 + 2 * n / 3)))
        for n, actor in enumerate(actors)
    }
    parts = [element("text", title, x=12, y=20, class_="head")]
    rows: list[tuple[Cell, ...]] = []
    for one, other in combinations(actors, 2):
        value = values.get((one, other), values.get((other, one)))
        parts += _tie(at[one], at[other], value)
        rows.append((names.get(one, one), names.get(other, other), value))
    for actor, (x, y) in at.items():
        name = names.get(actor, actor)
        half = max(len(name) * 3.8, 18.0) + 6
        parts.append(element("rect", x=x - half, y=y - 15, width=2 * half, height=30, rx=6, class_="box"))
        parts.append(element("text", name, x=x, y=y + 4, text_anchor="middle"))
    description = "; ".join(f"{a} and {b}: {'unknown' if v is None else signed(float(v or 0), 2)}" for a, b, v in rows)
    return Plot(title, description, 440.0, 310.0, "".join(parts), ("one", "other", "value"), tuple(rows))


def _tie(one: tuple[float, float], other: tuple[float, float], value: float | None) -> list[str]:
    kind = "edge-none" if value is None else "edge-good" if value >= 0 else "edge-bad"
    width = 1.5 if value is None else 1.5 + min(abs(value), 10) / 2
    x, y = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
    says = "?" if value is None else signed(value)
    return [
        element("line", x1=one[0], y1=one[1], x2=other[0], y2=other[1], class_=kind, stroke_width=width),
        element("rect", x=x - 20, y=y - 11, width=40, height=20, rx=4, class_="box"),
        element("text", says, x=x, y=y + 4, text_anchor="middle"),
    ]
