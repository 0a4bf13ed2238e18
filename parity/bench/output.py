"""Writing the measurements: text, JSON, Markdown."""
from __future__ import annotations

import os
import platform
from typing import Any, Dict, List, Sequence

from parity.bench.measure import Measurement
from parity.bench.plot import SIDES, number


def machine() -> Dict[str, Any]:
    """What the run was made on."""
    model, memory = "", ""
    for path, label in (("/proc/cpuinfo", "model name"), ("/proc/meminfo", "MemTotal")):
        try:
            with open(path) as file:
                value = next((line.split(":", 1)[1].strip() for line in file if line.startswith(label)), "")
        except OSError:
            continue
        model, memory = (value, memory) if label == "model name" else (model, value)
    return {"system": platform.platform(), "processor": model or platform.machine(), "cores": os.cpu_count(),
            "memory": memory, "python": platform.python_version(),
            "load": list(os.getloadavg()) if hasattr(os, "getloadavg") else []}


def as_data(rows: Sequence[Measurement]) -> Dict[str, Any]:
    """All values, the medians' ratios, and the machine. Times are processor times."""
    return {"machine": machine(), "measurements": [
        {"name": row.name, "unit": row.unit, "values": row.values, "wall": row.wall,
         "ratio": row.ratio("pkgrs"), "ratio to pyrer": row.ratio("pkgrs", "pyrer")} for row in rows]}


def table(rows: Sequence[Measurement]) -> List[List[str]]:
    """Header and a row a measurement: medians, how many times less than Rez and pyrer pkgrs needs, and wall times."""
    result = [["", "unit", "rez", "pyrer", "pkgrs", "rez / pkgrs", "pyrer / pkgrs", "wall: rez", "wall: pkgrs"]]
    for row in rows:
        ratios = [row.ratio("pkgrs", other) for other in ("rez", "pyrer")]
        result.append([row.name, row.unit, *(number(row.median(side)) for side in SIDES),
                       *("" if r is None else "%.1f" % r for r in ratios),
                       *(number(row.median_wall(side)) for side in ("rez", "pkgrs"))])
    return result


def text(rows: Sequence[Measurement]) -> str:
    """The table in columns."""
    cells = table(rows)
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    return "\n".join(
        "  ".join(cell.ljust(w) if i < 2 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))).rstrip()
        for row in cells)


def markdown(rows: Sequence[Measurement]) -> str:
    """The table in Markdown."""
    header, *body = table(rows)
    lines = ["| %s |" % " | ".join(header), "|--|--|%s" % ("--:|" * (len(header) - 2))]
    return "\n".join(lines + ["| %s |" % " | ".join(row) for row in body]) + "\n"
