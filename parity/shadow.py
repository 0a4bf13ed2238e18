"""What the logs of shadow mode tell (`docs/shadow.md` has their form)."""
from __future__ import annotations

import hashlib
import json
import platform
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Optional, Tuple

from parity.compare import Difference, compare

Record = Dict[str, Any]
ARTEFACT = "resolve"
OUTCOMES = ("same", "different", "failed", "skipped")


class LogError(Exception):
    """A log can't be read; the text names it and says why."""


@dataclass
class Summary:
    """What was read.

    Attributes:
        counts: How many resolves had each outcome.
        different: For each request that differed, the records, by what tells them apart.
        reasons: Why the other side failed or was left out, and how often.
        noise: How many of the same resolves were so but for what Rez itself gives now so, now so.
        damaged: Lines that are no records.
        versions: Of the real Rez.
    """

    counts: Dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    different: Dict[str, List[Record]] = field(default_factory=dict)
    reasons: Dict[Tuple[str, str], int] = field(default_factory=dict)
    seconds: Dict[str, List[float]] = field(default_factory=lambda: {"pkgrs": [], "rez": []})
    noise: int = 0
    damaged: int = 0
    versions: Dict[str, int] = field(default_factory=dict)
    digest: str = ""

    @property
    def compared(self) -> int:
        return self.counts["same"] + self.counts["different"]


def log_files(paths: Iterable[Path]) -> List[Path]:
    """The files of these logs: those given, and all `.jsonl` in the folders given.

    Raises:
        LogError: There is none in one of them.
    """
    found: List[Path] = []
    for path in paths:
        files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not files:
            raise LogError("%s: holds no .jsonl file" % path)
        found += files
    return list(dict.fromkeys(found))


def read(paths: Iterable[Path], since: Optional[float] = None) -> Summary:
    """Read logs.

    Args:
        since: Leave out what is older, in seconds since the epoch.

    Raises:
        LogError: One can't be read.
    """
    summary = Summary()
    total = hashlib.sha256()
    for path in log_files(paths):
        try:
            with open(str(path), "rb") as file:
                for line in file:
                    total.update(line)
                    _take(summary, line, since)
        except OSError as error:
            raise LogError("%s: %s" % (path, error.strerror or error))
    summary.digest = total.hexdigest()
    return summary


def _take(summary: Summary, line: bytes, since: Optional[float]) -> None:
    try:
        record = json.loads(line.decode("utf-8"))
        outcome, request = record["outcome"], record["request"]["requests"]
        if outcome not in OUTCOMES or not isinstance(request, list) or not isinstance(record["time"], (int, float)):
            raise ValueError(outcome)
    except (ValueError, KeyError, TypeError):
        summary.damaged += 1
        return
    if since is not None and record["time"] < since:
        return
    summary.counts[outcome] += 1
    for side, value in record.get("seconds", {}).items():
        if outcome in ("same", "different") and side in summary.seconds:
            summary.seconds[side].append(float(value))
    if record.get("rez_version"):
        version = str(record["rez_version"])
        summary.versions[version] = summary.versions.get(version, 0) + 1
    if outcome == "different":
        summary.different.setdefault(_what(record), []).append(record)
    elif outcome == "same":
        summary.noise += bool(record.get("noise"))
    else:
        key = (outcome, str(record.get("why", "")))
        summary.reasons[key] = summary.reasons.get(key, 0) + 1


def _what(record: Record) -> str:
    return json.dumps([record["request"]["requests"], record.get("different")], sort_keys=True)


def differences(record: Record) -> List[Difference]:
    """Where the two sides of a record differ."""
    name = "resolves/" + " ".join(map(str, record["request"]["requests"]))
    keys = record.get("different") or []
    theirs, ours = record.get("rez") or {}, record.get("pkgrs") or {}
    return compare(name, {key: theirs[key] for key in keys if key in theirs},
                   {key: ours[key] for key in keys if key in ours})


def badge(summary: Summary) -> str:
    """The one line that says how it went."""
    line = "%d of %d resolves identical" % (summary.counts["same"], summary.compared)
    more = ["%d %s" % (count, text) for count, text in (
        (summary.noise, "but for noise of Rez"), (summary.counts["failed"], "without an answer of Rez"),
        (summary.counts["skipped"], "left out"), (summary.damaged, "damaged lines")) if count]
    return line + (" (%s)" % ", ".join(more) if more else "")


def as_data(summary: Summary) -> Dict[str, Any]:
    """The data that the shared reports take: an entry for each request that differed, one for all that are the
    same, and one for each reason why there is no answer."""
    items: List[Dict[str, Any]] = []
    for number, records in enumerate(summary.different.values(), 1):
        rows = [{"path": d.path, "artefact": ARTEFACT, "reference": d.reference, "ours": d.ours, "text": d.text(),
                 "known": ""} for d in differences(records[-1])]
        items.append(_item("%s #%d" % (_name(records[-1]), number), "different", _times(records), rows))
    for (outcome, why), count in sorted(summary.reasons.items()):
        items.append(_item("%s/%s" % (outcome, why), "not compared", "%d times" % count, []))
    if summary.counts["same"]:
        items.append(_item("resolves/all the others", "identical", "%d times" % summary.counts["same"], []))
    versions = ", ".join(sorted(summary.versions)) or "of unknown version"
    return {
        "badge": badge(summary), "ok": not summary.counts["different"], "counts": summary.counts,
        "reference": {"product": "Rez " + versions},
        "ours": {"product": "pkgrs", "python": "unknown"}, "platform": platform.platform(),
        "inputs_sha256": summary.digest, "problems": [], "known": {}, "unused_known": [],
        "artefacts": {ARTEFACT: {"compared": summary.compared, "identical": summary.counts["same"]}},
        "scenarios": items,
    }


def _item(name: str, status: str, reason: str, rows: List[Dict[str, Any]]) -> Dict[str, Any]:
    return {"name": name, "status": status, "reason": reason, "differences": rows, "noise": [],
            "artefacts": [ARTEFACT] if status != "not compared" else []}


def _name(record: Record) -> str:
    return "resolves/" + " ".join(map(str, record["request"]["requests"]))


def _times(records: List[Record]) -> str:
    first, last = (time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(record["time"]))
                   for record in (records[0], records[-1]))
    hosts = sorted({str(record.get("host")) for record in records})
    return "%d times, %s to %s, on %s" % (len(records), first, last, ", ".join(hosts))


def text_report(summary: Summary) -> str:
    """For a terminal."""
    rows: List[str] = []
    for records in summary.different.values():
        rows += ["%s differs" % _name(records[-1]), "  %s" % _times(records)]
        rows += [d.text() for d in differences(records[-1])]
    for (outcome, why), count in sorted(summary.reasons.items()):
        rows.append("%s: %s (%d)" % (outcome, why, count))
    for side, values in summary.seconds.items():
        if values:
            rows.append("median of %s: %.3f s" % (side, sorted(values)[len(values) // 2]))
    return "\n".join(rows + [badge(summary)])


def requests(summary: Summary) -> Iterator[Dict[str, Any]]:
    """The requests that differed, in the form in which `parity audit --requests` reads them."""
    for records in summary.different.values():
        request = records[-1]["request"]
        yield {"name": " ".join(map(str, request["requests"])), "package_requests": request["requests"],
               "implicit_packages": request.get("implicit"), "package_paths": request.get("paths"),
               "requested_timestamp": request.get("timestamp"), "timestamp": records[-1]["time"],
               "package_filter": request.get("filter"), "package_orderers": request.get("orderers"),
               "building": request.get("building"), "testing": request.get("testing")}
