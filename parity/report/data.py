"""The outcome as plain data, which every machine-readable report is made of."""
from __future__ import annotations

import hashlib
import platform
from pathlib import Path
from typing import Any, Dict, Iterable

from parity.report.text import badge
from parity.run import Outcome
from parity.side import Side


def digest(paths: Iterable[Path]) -> str:
    """One SHA-256 over the inputs: names and contents of the files, in order of name."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def as_data(outcome: Outcome, reference: Side, ours: Side, inputs: str) -> Dict[str, Any]:
    """Everything a reader needs: who was compared with whom on what, and how each scenario went."""
    scenarios: Dict[str, Dict[str, Any]] = {
        name: {"name": name, "status": "identical", "differences": [], "noise": outcome.noise.get(name, [])}
        for name in outcome.scenarios
    }
    for difference, entry in outcome.covered:
        item = scenarios[difference.scenario]
        item["status"] = "known"
        item["differences"].append(_difference(difference, known=entry.id))
    for difference in outcome.new:
        item = scenarios[difference.scenario]
        item["status"] = "different"
        item["differences"].append(_difference(difference))
    return {
        "badge": badge(outcome),
        "ok": outcome.ok,
        "reference": {"rez": reference.version, "python": str(reference.python)},
        "ours": {"rez": ours.version, "python": str(ours.python)},
        "platform": platform.platform(),
        "inputs_sha256": inputs,
        "unused_known": [entry.id for entry in outcome.unused],
        "scenarios": list(scenarios.values()),
    }


def _difference(difference: Any, known: str = "") -> Dict[str, Any]:
    return {"path": difference.path, "reference": difference.reference, "ours": difference.ours,
            "text": difference.text(), "known": known}
