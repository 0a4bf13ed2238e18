"""The result of an audit, for people and as the data that the shared reports take."""
from __future__ import annotations

import platform
from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

from parity.audit.inputs import BadInput
from parity.audit.tasks import DIFFERENT, IDENTICAL, NOT_COMPARED, Outcome, artefact
from parity.compare import Difference
from parity.known import Known, load_known
from parity.side import Side

Data = Dict[str, Any]
_SHOWN = 20  # items that differ, at a terminal
MEANT = Path(__file__).parent / "known.toml"


def as_data(outcomes: Sequence[Outcome], bad: Sequence[BadInput], minimal: Dict[str, Data], known: Sequence[Known],
            sides: Tuple[Side, Side], digest: str) -> Data:
    """Everything that a reader needs; the keys are those of a run of scenarios, and `counts`.

    Args:
        minimal: What differences were reduced to, by the key of their task.
        known: Differences that are tolerated beside those that are meant; their `scenarios` match names of outcomes.
        digest: Of all inputs.
    """
    tolerated = list(known) + load_known(MEANT)
    used: Dict[str, Known] = {}
    items = [_item(outcome, minimal.get(outcome.key), tolerated, used) for outcome in outcomes]
    items += [{"name": "inputs/" + each.name, "status": NOT_COMPARED, "reason": each.why, "noise": [], "differences": [],
               "artefacts": [], "seconds": {}} for each in bad]
    counts = _counts(outcomes, bad, items)
    return {
        "badge": _badge(counts), "ok": all(item["status"] in (IDENTICAL, "known") for item in items), "counts": counts,
        "reference": _side(sides[0]), "ours": _side(sides[1]), "platform": platform.platform(),
        "inputs_sha256": digest, "problems": [], "artefacts": by_artefact(items),
        "known": {entry.id: {"what": entry.what, "why": entry.why} for entry in used.values()},
        "unused_known": [entry.id for entry in known if entry.id not in used], "scenarios": items,
    }


def _side(side: Side) -> Data:
    return {"product": side.product, "python": side.python_version, "interpreter": str(side.python)}


def _item(outcome: Outcome, minimal: Any, known: Sequence[Known], used: Dict[str, Known]) -> Data:
    rows, new = [], False
    for found in outcome.differences:
        difference = Difference(outcome.name, found["path"], found["reference"], found["ours"])
        entry = _entry_for(difference, known)
        if entry is None:
            new = True
        else:
            used[entry.id] = entry
        key = found["path"].partition("['")[2].partition("'")[0]
        rows.append({"path": difference.path, "artefact": artefact(outcome.kind, key), "text": difference.text(),
                     "reference": difference.reference, "ours": difference.ours, "known": entry.id if entry else ""})
    status = outcome.status
    if status == DIFFERENT and not new:
        status = NOT_COMPARED if outcome.errors else "known"
    item = {"name": outcome.name, "status": status, "reason": "; ".join(outcome.errors), "noise": outcome.noise,
            "differences": rows, "artefacts": outcome.artefacts, "seconds": outcome.seconds}
    if minimal:
        item["minimal"] = minimal
    return item


def _entry_for(difference: Difference, known: Sequence[Known]) -> Optional[Known]:
    """The entry that covers it; of a text with many lines it must cover each line that differs."""
    left, right = difference.reference, difference.ours
    pairs = [(left, right)]
    if isinstance(left, str) and isinstance(right, str) and "\n" in left and left.count("\n") == right.count("\n"):
        pairs = [(a, b) for a, b in zip(left.split("\n"), right.split("\n")) if a != b]
    parts = [replace(difference, reference=a, ours=b) for a, b in pairs]
    return next((entry for entry in known if all(entry.covers(part) for part in parts)), None)


def _counts(outcomes: Sequence[Outcome], bad: Sequence[BadInput], items: Sequence[Data]) -> Dict[str, int]:
    counts = dict.fromkeys(("definitions", "definitions_same", "requests", "requests_same"), 0)
    for outcome in outcomes:
        kind = {"family": "definitions", "resolve": "requests"}.get(outcome.kind)
        if kind:
            counts[kind] += outcome.total
            counts[kind + "_same"] += outcome.same
    counts["known"] = sum(item["status"] == "known" for item in items)
    counts["not_compared"] = len(bad) + sum(len(outcome.errors) for outcome in outcomes)
    return counts


def by_artefact(items: Sequence[Data]) -> Dict[str, Dict[str, int]]:
    """For each artefact, in how many items it was compared, and in how many of them it is identical."""
    found: Dict[str, Dict[str, int]] = {}
    for item in items:
        differs = {difference["artefact"] for difference in item["differences"]}
        for name in sorted(differs.union(item["artefacts"])):
            counts = found.setdefault(name, {"compared": 0, "identical": 0})
            counts["compared"] += 1
            counts["identical"] += name not in differs
    return dict(sorted(found.items()))


def _badge(counts: Dict[str, int]) -> str:
    parts = ["%d of %d %s" % (counts[kind + "_same"], counts[kind], kind)
             for kind in ("definitions", "requests") if counts[kind]]
    line = (" and ".join(parts) or "nothing") + " identical"
    more = ["%d %s" % (counts[key], text) for key, text in (
        ("known", "known to differ"), ("not_compared", "not compared")) if counts[key]]
    return line + (" (%s)" % ", ".join(more) if more else "")


def text_report(data: Data, verbose: bool = False) -> str:
    """For a terminal: what differs or could not be compared, and the one line that says how it went."""
    rows: List[str] = []
    shown = left_out = 0
    for item in data["scenarios"]:
        if item["status"] == DIFFERENT:
            shown += 1
            if shown > _SHOWN and not verbose:
                left_out += 1
                continue
            rows.append("%s differs" % item["name"])
        elif item["status"] == NOT_COMPARED:
            rows.append(item["name"])
        elif not (verbose and (item["noise"] or item["status"] == "known")):
            continue
        else:
            rows.append("%s: %s" % (item["name"], item["status"]))
        rows += [d["text"] for d in item["differences"]]
        if item["reason"]:
            rows.append("  not compared: %s" % item["reason"])
        rows += _minimal_rows(item.get("minimal"))
        if verbose and item["noise"]:
            rows.append("  noise of the reference: %s" % ", ".join(item["noise"]))
    if left_out:
        rows.append("%d more differ: see them with --verbose, or in a report (--output)" % left_out)
    for entry in data["unused_known"]:
        rows.append("%s covers nothing that occurs" % entry)
    return "\n".join(rows + [data["badge"]])


def _minimal_rows(minimal: Any) -> List[str]:
    if not minimal:
        return []
    if "why" in minimal:
        return ["  not reduced: %s" % minimal["why"]]
    what = "%d definition%s" % (minimal["definitions"], "" if minimal["definitions"] == 1 else "s")
    if minimal["requests"]:
        what += " and the request %s" % " ".join(minimal["requests"])
    return ["  reduced to %s%s: %s" % (what, "" if minimal["complete"] else " so far", minimal["folder"])]
