"""Plots as SVG: bars of all measurements, and curves of a repository that grows."""
from __future__ import annotations

import math
import re
from html import escape
from typing import Any, Dict, List, Sequence, Tuple

from parity.bench.measure import Measurement

SIDES = ("rez", "pyrer", "pkgrs")
COLOURS = {"rez": "#9a6b4f", "pyrer": "#b0b0b0", "pkgrs": "#2f7d6b"}
_HEAD = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">'
         '<rect width="100%%" height="100%%" fill="#ffffff"/><text x="%d" y="16" font-weight="bold">%s</text>%s</svg>\n')
_GROWTH = re.compile(r"(first|later) rez-env, (\d+) families$")

Curve = List[Tuple[float, float]]


def number(value: Any) -> str:
    """A value in three digits."""
    return "" if value is None else "%.3g" % value if value < 1000 else "%d" % value


def bars(rows: Sequence[Measurement]) -> str:
    """Bars on a logarithmic axis: each measurement as a share of Rez's."""
    shown = [row for row in rows if row.median("rez")]
    width, left, bar, gap = 760, 330, 14, 14
    parts, y = [], 30
    for row in shown:
        reference = row.median("rez") or 1.0
        sides = [side for side in SIDES if row.median(side)]
        parts.append('<text x="%d" y="%.1f" text-anchor="end">%s</text>'
                     % (left - 8, y + bar * len(sides) / 2 + 4, escape(row.name)))
        for side in sides:
            value = row.median(side) or 1.0
            share = max(0.0, 1.0 + math.log10(value / reference) / 3.0)
            length = max(2.0, share * (width - left - 120))
            parts.append('<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>'
                         % (left, y, length, bar - 2, COLOURS[side]))
            parts.append('<text x="%.1f" y="%d">%s %s %s</text>'
                         % (left + length + 5, y + bar - 4, side, number(value), row.unit))
            y += bar
        y += gap
    return _HEAD % (width, y, left, "Less is better; logarithmic, the full width is what Rez needs", "".join(parts))


def curves(rows: Sequence[Measurement]) -> str:
    """Processor time of a process against the size of the repository; empty if that was not measured."""
    lines: Dict[Tuple[str, str], Curve] = {}
    for row in rows:
        match = _GROWTH.match(row.name)
        for side in SIDES if match else ():
            value = row.median(side)
            if match and value:
                lines.setdefault((side, match.group(1)), []).append((float(match.group(2)), value))
    if not lines:
        return ""
    points = [point for curve in lines.values() for point in curve]
    width, height, left, top, bottom = 760, 360, 60, 30, 310
    right = width - 150
    xs = [math.log10(x) for x, _ in points]
    ys = [math.log10(y) for _, y in points]
    low, high = math.floor(min(ys)), math.ceil(max(ys))

    def place(x: float, y: float) -> Tuple[float, float]:
        span = max(xs) - min(xs) or 1.0
        return (left + (math.log10(x) - min(xs)) / span * (right - left),
                bottom - (math.log10(y) - low) / (high - low or 1) * (bottom - top))

    parts = []
    for power in range(low, high + 1):
        _, y = place(10 ** xs[0], 10.0 ** power)
        parts.append('<line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#dddddd"/>' % (left, right, y, y))
        parts.append('<text x="%d" y="%.1f" text-anchor="end">%g s</text>' % (left - 6, y + 4, 10.0 ** power))
    for size in sorted({x for x, _ in points}):
        x, _ = place(size, 10.0 ** low)
        parts.append('<text x="%.1f" y="%d" text-anchor="middle">%d</text>' % (x, bottom + 16, size))
    parts.append('<text x="%d" y="%d" text-anchor="middle">families of 20 versions</text>'
                 % ((left + right) // 2, bottom + 34))
    for (side, start), curve in lines.items():
        path = " ".join("%.1f,%.1f" % place(x, y) for x, y in sorted(curve))
        parts.append('<polyline points="%s" fill="none" stroke="%s" stroke-width="2"%s/>'
                     % (path, COLOURS[side], ' stroke-dasharray="5 4"' if start == "later" else ""))
        x, y = place(*max(curve))
        parts.append('<text x="%.1f" y="%.1f" fill="%s">%s, %s: %s s</text>'
                     % (x + 6, y + (10 if start == "later" else -2), COLOURS[side], side, start, number(max(curve)[1])))
    title = "Processor time of rez-env, the same request in a repository that grows"
    return _HEAD % (width, height, left, title, "".join(parts))
