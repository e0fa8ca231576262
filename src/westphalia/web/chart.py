"""Bars of months as plain numbers for an SVG: what is cooperation upwards, what is conflict downwards; rows of bars.

A picture repeats a table that stands below it; kinds differ by place and by pattern, not by colour alone.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Row = dict[str, Any]

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 720, 220, 34, 10, 22
NAMED, ROW = 190, 40
"""Of small multiples: width of the names, height of a row."""

UP, DOWN = ("verbal cooperation", "material cooperation"), ("verbal conflict", "material conflict")


def bars(months: Sequence[Mapping[str, Any]]) -> Row:
    """Places and sizes of bars, ticks and labels in a drawing of WIDTH × HEIGHT units."""
    high = max((sum(m[name] for name in UP) for m in months), default=0)
    low = max((sum(m[name] for name in DOWN) for m in months), default=0)
    unit = (HEIGHT - TOP - BOTTOM) / max(high + low, 1)
    zero = TOP + high * unit
    step = (WIDTH - LEFT) / max(len(months), 1)
    width = round(min(step * 0.72, 44), 2)
    rects: list[Row] = []
    gaps: list[Row] = []
    labels: list[Row] = []
    every = max(1, -(-len(months) // 12))
    for number, month in enumerate(months):
        x = LEFT + number * step + (step - width) / 2
        for names, direction in ((UP, -1), (DOWN, 1)):
            y = zero
            for name in names:
                size = month[name] * unit
                if size:
                    top = y - size if direction < 0 else y
                    says = f"{month['month']}: {month[name]} {name}"
                    place = {"x": round(x, 2), "y": round(top, 2), "height": round(size, 2), "width": width}
                    rects.append({**place, "kind": name.replace(" ", "-"), "says": says})
                    y += direction * size
        if not month["held"]:
            whole = {"y": TOP, "width": round(step, 2), "height": HEIGHT - TOP - BOTTOM}
            gaps.append({"x": round(LEFT + number * step, 2), **whole, "says": f"{month['month']}: no report held"})
        if number % every == 0:
            labels.append({"x": round(LEFT + (number + 0.5) * step, 2), "text": month["month"]})
    return {
        **{"width": WIDTH, "height": HEIGHT, "left": LEFT, "zero": round(zero, 2)},
        **{"bars": rects, "gaps": gaps, "labels": labels, "ticks": _ticks(high, low, zero, unit)},
    }


def multiples(names: Sequence[str], months: Sequence[Mapping[str, Any]]) -> Row:
    """A row of bars for each name: of all in a month that name a thing, the share that use the name.

    Args:
        names: one for each row.
        months: `month`, `naming`, and `cells`: for each name `calling` and, of these, `own`.

    Returns:
        places and sizes in a drawing of WIDTH units and a height of its own.
    """
    step = (WIDTH - NAMED) / max(len(months), 1)
    width = round(min(step * 0.72, 44), 2)
    rows: list[Row] = []
    for place in range(len(names)):
        foot = TOP + (place + 1) * ROW
        bars: list[Row] = []
        for number, month in enumerate(months):
            cell, x = month["cells"][place], NAMED + number * step + (step - width) / 2
            tall = (ROW - 8) * cell["calling"] / max(month["naming"], 1)
            own = tall * cell["own"] / max(cell["calling"], 1)
            says = f"{month['month']}: {cell['calling']} of {month['naming']}, {cell['own']} in their own voice"
            for kind, top, height in (("said-own", foot - own, own), ("said-others", foot - tall, tall - own)):
                if height > 0:
                    where = {"x": round(x, 2), "y": round(top, 2), "width": width, "height": round(height, 2)}
                    bars.append({**where, "kind": kind, "says": says})
                    says = ""  # once for both bars: three in four bytes of the drawing were its words
        rows.append({"y": foot, "bars": bars})
    every = max(1, -(-len(months) // 10))
    labels = [
        {"x": round(NAMED + (number + 0.5) * step, 2), "text": month["month"]}
        for number, month in enumerate(months)
        if number % every == 0
    ]
    return {"width": WIDTH, "height": TOP + len(names) * ROW + BOTTOM, "left": NAMED, "rows": rows, "labels": labels}


def _ticks(high: int, low: int, zero: float, unit: float) -> list[Row]:
    marks = [(high, zero - high * unit), (0, zero), (low, zero + low * unit)]
    kept = [mark for mark in marks if mark[0] or mark[1] == zero]
    return [{"y": round(y, 2), "text": f"{number:,}"} for number, y in kept]
