"""The report for people at a terminal."""
from __future__ import annotations

from typing import List

from parity.run import Outcome


def text_report(outcome: Outcome, verbose: bool = False) -> str:
    rows: List[str] = []
    scenario = None
    for difference in outcome.new:
        if difference.scenario != scenario:
            scenario = difference.scenario
            rows.append("%s differs" % scenario)
        rows.append(difference.text())
    for entry in outcome.unused:
        rows.append("known.toml: %s no longer occurs; remove it" % entry.id)
    if verbose:
        for difference, entry in outcome.covered:
            rows.append("%s: known (%s): %s" % (difference.scenario, entry.id, entry.what))
        for name, paths in sorted(outcome.noise.items()):
            rows.append("%s: noise of the reference at %s" % (name, ", ".join(paths)))
    rows.append(badge(outcome))
    return "\n".join(rows)


def badge(outcome: Outcome) -> str:
    """The one line that says how it went."""
    known = len({entry.id for _, entry in outcome.covered})
    line = "%d of %d scenarios identical" % (outcome.identical, len(outcome.scenarios))
    return line + (" (%d known differences)" % known if known else "")
