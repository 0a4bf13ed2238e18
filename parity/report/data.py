"""The outcome as plain data, which every machine-readable report is made of."""
from __future__ import annotations

import hashlib
import platform
from pathlib import Path
from typing import Any, Dict, Iterable, List

from parity.compare import Difference
from parity.report.artefacts import artefact
from parity.report.text import badge
from parity.run import Outcome
from parity.side import Side


def digest(paths: Iterable[Path]) -> str:
    """One SHA-256 over the inputs: names and contents of the files, in order of name."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def as_data(outcome: Outcome, reference: str, ours: Side, inputs: str) -> Dict[str, Any]:
    """Everything a reader needs: who was compared with whom on what, and how each scenario went.

    Args:
        reference: Version of Rez.
        inputs: Digest of what was compared.
    """
    scenarios: Dict[str, Dict[str, Any]] = {
        scenario.name: {"name": scenario.name, "status": "identical", "reason": "",
                        "artefacts": outcome.artefacts.get(scenario.name, []),
                        "differences": [], "noise": outcome.noise.get(scenario.name, [])}
        for scenario in outcome.ran
    }
    by_name = {scenario.name: scenario for scenario in outcome.ran}

    def add(difference: Difference, status: str, known: str = "") -> None:
        item = scenarios[difference.scenario]
        item["status"] = status
        item["differences"].append({
            "path": difference.path, "artefact": artefact(by_name[difference.scenario], difference.path),
            "reference": difference.reference, "ours": difference.ours, "text": difference.text(), "known": known})

    for difference, entry in outcome.covered:
        add(difference, "known", entry.id)
    for difference in outcome.new:
        add(difference, "different")
    for name, reason in outcome.not_compared.items():
        scenarios[name].update(status="not compared", reason=reason)
    return {
        "badge": badge(outcome),
        "ok": outcome.ok,
        "reference": {"product": "Rez %s" % reference},
        "ours": {"product": ours.product, "python": ours.python_version},
        "platform": platform.platform(),
        "inputs_sha256": inputs,
        "problems": outcome.problems,
        "known": {entry.id: {"what": entry.what, "why": entry.why} for _, entry in outcome.covered},
        "unused_known": [entry.id for entry in outcome.unused],
        "artefacts": _by_artefact(list(scenarios.values())),
        "scenarios": list(scenarios.values()),
    }


def filled(data: Dict[str, Any]) -> Dict[str, Any]:
    """The data with what audits and logs of shadow mode, which have no scenarios, leave out."""
    def scenario(given: Dict[str, Any]) -> Dict[str, Any]:
        differences = [dict({"artefact": ""}, **difference) for difference in given["differences"]]
        return dict({"reason": "", "artefacts": []}, **dict(given, differences=differences))

    def side(given: Dict[str, Any], name: str) -> Dict[str, Any]:
        return dict({"product": "%s %s" % (name, given.get("rez", "")), "python": ""}, **given)

    return dict({"problems": [], "known": {}, "artefacts": {}}, **dict(
        data, scenarios=[scenario(item) for item in data["scenarios"]],
        reference=side(data["reference"], "Rez"), ours=side(data["ours"], "pkgrs, as Rez")))


def _by_artefact(scenarios: List[Dict[str, Any]]) -> Dict[str, Dict[str, int]]:
    """For each artefact, in how many scenarios it was compared, and in how many of them it is identical."""
    found: Dict[str, Dict[str, int]] = {}
    for scenario in scenarios:
        differs = {difference["artefact"] for difference in scenario["differences"]}
        for name in sorted(set(scenario["artefacts"]) | differs):
            counts = found.setdefault(name, {"compared": 0, "identical": 0})
            counts["compared"] += 1
            counts["identical"] += name not in differs
    return dict(sorted(found.items()))
