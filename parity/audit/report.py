"""The result of an audit, for people and as the data that the shared reports take."""
from __future__ import annotations

import platform
from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

from parity.audit.inputs import BadInput
from parity.audit.tasks import DIFFERENT, ERROR, IDENTICAL, Outcome
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
    used = set()
    items = []
    tolerated = list(known) + load_known(MEANT)
    for outcome in outcomes:
        item, entries = _item(outcome, minimal.get(outcome.key), tolerated)
        used |= entries
        items.append(item)
    for each in bad:
        items.append({"name": "inputs/" + each.name, "status": ERROR, "noise": [], "differences": [_error(each.why)],
                      "seconds": {}})
    counts = _counts(outcomes, items)
    reference, ours = sides
    ok = all(item["status"] in (IDENTICAL, "known") for item in items)
    return {
        "badge": _badge(counts), "ok": ok, "counts": counts,
        "reference": {"rez": reference.version, "python": str(reference.python)},
        "ours": {"rez": ours.version, "python": str(ours.python)},
        "platform": platform.platform(), "inputs_sha256": digest,
        "unused_known": [entry.id for entry in known if entry.id not in used], "scenarios": items,
    }


def _item(outcome: Outcome, minimal: Any, known: Sequence[Known]) -> Tuple[Data, Any]:
    found = [Difference(outcome.name, d["path"], d["reference"], d["ours"]) for d in outcome.differences]
    new, covered = [], []
    for difference in found:
        entry = _entry_for(difference, known)
        if entry is None:
            new.append(difference)
        else:
            covered.append((difference, entry))
    rows = [_difference(d, "") for d in new] + [_difference(d, entry.id) for d, entry in covered]
    status = outcome.status
    if status == DIFFERENT and not new:
        status = ERROR if outcome.errors else "known"
    item = {"name": outcome.name, "status": status, "noise": outcome.noise, "seconds": outcome.seconds,
            "differences": rows + [_error(why) for why in outcome.errors]}
    if minimal:
        item["minimal"] = minimal
    return item, {entry.id for _, entry in covered}


def _entry_for(difference: Difference, known: Sequence[Known]) -> Optional[Known]:
    """The entry that covers it; of a text with many lines it must cover each line that differs."""
    left, right = difference.reference, difference.ours
    pairs = [(left, right)]
    if isinstance(left, str) and isinstance(right, str) and "\n" in left and left.count("\n") == right.count("\n"):
        pairs = [(a, b) for a, b in zip(left.split("\n"), right.split("\n")) if a != b]
    parts = [replace(difference, reference=a, ours=b) for a, b in pairs]
    return next((entry for entry in known if all(entry.covers(part) for part in parts)), None)


def _difference(difference: Difference, known: str) -> Data:
    return {"path": difference.path, "reference": difference.reference, "ours": difference.ours,
            "text": difference.text(), "known": known}


def _error(why: str) -> Data:
    return {"path": "not compared", "reference": why, "ours": "", "text": "  not compared: " + why, "known": ""}


def _counts(outcomes: Sequence[Outcome], items: Sequence[Data]) -> Dict[str, int]:
    counts = dict.fromkeys(("definitions", "definitions_same", "requests", "requests_same", "known", "not_compared"), 0)
    for outcome in outcomes:
        kind = {"family": "definitions", "resolve": "requests"}.get(outcome.kind)
        if kind:
            counts[kind] += outcome.total
            counts[kind + "_same"] += outcome.same
    counts["known"] = sum(item["status"] == "known" for item in items)
    counts["not_compared"] = sum(d["path"] == "not compared" for item in items for d in item["differences"])
    return counts


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
        elif item["status"] == ERROR:
            rows.append(item["name"])
        elif not (verbose and (item["noise"] or item["status"] == "known")):
            continue
        else:
            rows.append("%s: %s" % (item["name"], item["status"]))
        rows += [d["text"] for d in item["differences"]]
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
