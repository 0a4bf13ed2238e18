"""The report for people at a terminal."""
from __future__ import annotations

from typing import Dict, List

from parity.run import Outcome

_MOST_NAMED = 10


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
    rows += _left(outcome, verbose)
    rows += ["not run: %s" % problem for problem in outcome.problems]
    if verbose:
        for difference, entry in outcome.covered:
            rows.append("%s: known (%s): %s" % (difference.scenario, entry.id, entry.what))
        for name, paths in sorted(outcome.noise.items()):
            rows.append("%s: noise of the reference at %s" % (name, ", ".join(paths)))
    rows.append(badge(outcome))
    return "\n".join(rows)


def _left(outcome: Outcome, verbose: bool) -> List[str]:
    """What was not compared. Of many with the same reason a few are named, unless it is to be verbose."""
    by_reason: Dict[str, List[str]] = {}
    for name, reason in outcome.not_compared.items():
        by_reason.setdefault(reason, []).append(name)
    rows = []
    for reason, names in by_reason.items():
        if verbose or len(names) <= _MOST_NAMED:
            rows += ["%s was not compared: %s" % (name, reason) for name in names]
        else:
            rows.append("%d scenarios were not compared: %s (%s, …; -v names all)"
                        % (len(names), reason, ", ".join(names[:3])))
    return rows


def badge(outcome: Outcome) -> str:
    """The one line that says how it went."""
    different = {d.scenario for d in outcome.new}
    known = {d.scenario for d, _ in outcome.covered} - different
    left = set(outcome.not_compared)
    identical = len(outcome.ran) - len(different | known | left)
    line = "%d of %d scenarios identical" % (identical, len(outcome.ran))
    for count, what in ((len(known - left), "with known differences"), (len(different), "different"),
                        (len(left), "not compared"), (len(outcome.problems), "files not read")):
        line += ", %d %s" % (count, what) if count else ""
    return line
