"""What can be used of `rez` and `rezplugins`: read from a side, recorded, printed."""
from __future__ import annotations

import gzip
import json
import os
import subprocess
import tempfile
from pathlib import Path

from parity.side import Side, SideError
from parity.surface_compare import Surface, SurfaceReport

PROBE = Path(__file__).parent / "surface_probe.py"
RECORDING = Path(__file__).parent / "recordings" / "surface-3.4.0.json.gz"


def probe(side: Side) -> Surface:
    """The surface of a side, as the probe prints it, with no configuration but the defaults.

    Raises:
        SideError: The probe fails.
    """
    env = {name: value for name, value in os.environ.items() if not name.startswith(("REZ_", "PKG_", "PYTHON"))}
    with tempfile.TemporaryDirectory(prefix="parity-surface-") as home:
        env["HOME"] = os.path.realpath(home)
        if side.path:
            env["PYTHONPATH"] = side.path
        answer = subprocess.run([str(side.python), str(PROBE)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                universal_newlines=True, env=env, cwd=home, stdin=subprocess.DEVNULL)
    try:
        return json.loads(answer.stdout)
    except ValueError:
        raise SideError("%s: the surface can't be read: %s" % (side.name, answer.stderr.strip()[-500:]))


def record(surface: Surface, path: Path = RECORDING) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    data = gzip.compress(json.dumps(surface, sort_keys=True, separators=(",", ":")).encode(), mtime=0)
    path.write_bytes(data)


def load(path: Path = RECORDING) -> Surface:
    """Read a recording.

    Raises:
        SideError: It is missing or damaged.
    """
    try:
        return json.loads(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValueError) as error:
        raise SideError("%s: %s" % (path, error))


def markdown(report: SurfaceReport) -> str:
    """The page `docs/surface.md`."""
    rows = ["# Surface", "", "What can be imported, called, set and typed, compared with Rez 3.4.0.", "",
            "| | Rez | pkgrs | |", "|--|--:|--:|--:|"]
    for what, wanted in report.wanted.items():
        found = report.found[what]
        rows.append("| %s | %d | %d | %.1f %% |" % (what, wanted, found, 100.0 * found / wanted))
    if report.missing:
        rows += ["", "## What differs", ""] + ["- %s" % line for line in report.missing]
    return "\n".join(rows) + "\n"
