"""Writing the measurements: text, JSON, Markdown and a plot."""
from __future__ import annotations

import math
import os
import platform
from html import escape
from typing import Any, Dict, List, Sequence

from parity.bench.measure import Measurement

SIDES = ("rez", "pyrer", "pkgrs")
COLOURS = {"rez": "#9a6b4f", "pyrer": "#b0b0b0", "pkgrs": "#2f7d6b"}


def machine() -> Dict[str, Any]:
    """What the run was made on."""
    model = ""
    try:
        with open("/proc/cpuinfo") as file:
            model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), "")
    except OSError:
        pass
    return {"system": platform.platform(), "processor": model or platform.machine(), "cores": os.cpu_count(),
            "python": platform.python_version()}


def as_data(rows: Sequence[Measurement]) -> Dict[str, Any]:
    return {"machine": machine(), "measurements": [
        {"name": row.name, "unit": row.unit, "values": row.values, "ratio": row.ratio("pkgrs")} for row in rows]}


def _number(value: Any) -> str:
    return "" if value is None else "%.3g" % value if value < 1000 else "%d" % value


def table(rows: Sequence[Measurement]) -> List[List[str]]:
    """Header and a row a measurement: medians, and how many times less than Rez and pyrer pkgrs needs."""
    result = [["", "unit", "rez", "pyrer", "pkgrs", "rez / pkgrs", "pyrer / pkgrs"]]
    for row in rows:
        ratios = [row.ratio("pkgrs", other) for other in ("rez", "pyrer")]
        result.append([row.name, row.unit, *(_number(row.median(side)) for side in SIDES),
                       *("" if r is None else "%.1f" % r for r in ratios)])
    return result


def text(rows: Sequence[Measurement]) -> str:
    cells = table(rows)
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    return "\n".join(
        "  ".join(cell.ljust(w) if i < 2 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths)))
        for row in cells)


def markdown(rows: Sequence[Measurement]) -> str:
    header, *body = table(rows)
    lines = ["| %s |" % " | ".join(header), "|--|--|--:|--:|--:|--:|--:|"]
    return "\n".join(lines + ["| %s |" % " | ".join(row) for row in body]) + "\n"


def plot(rows: Sequence[Measurement]) -> str:
    """Bars on a logarithmic axis, as SVG: each measurement as a share of Rez's."""
    shown = [row for row in rows if row.median("rez")]
    width, left, bar, gap = 720, 290, 14, 14
    parts, y = [], 30
    for row in shown:
        reference = row.median("rez") or 1.0
        sides = [side for side in SIDES if row.median(side)]
        parts.append('<text x="%d" y="%d" text-anchor="end">%s</text>'
                     % (left - 8, y + bar * len(sides) / 2 + 4, escape(row.name)))
        for side in sides:
            value = row.median(side) or 1.0
            share = max(0.0, 1.0 + math.log10(value / reference) / 3.0)
            length = max(2.0, share * (width - left - 120))
            parts.append('<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>'
                         % (left, y, length, bar - 2, COLOURS[side]))
            parts.append('<text x="%.1f" y="%d">%s %s %s</text>'
                         % (left + length + 5, y + bar - 4, side, _number(value), row.unit))
            y += bar
        y += gap
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" '
            'font-size="11">'
            '<text x="%d" y="16" font-weight="bold">Less is better; logarithmic, the full width is what Rez needs</text>'
            '%s</svg>\n' % (width, y, left, "".join(parts)))
