"""Two values beside each other, row by row."""
from __future__ import annotations

import difflib
import json
from typing import Any, Dict, List

CONTEXT = 3
LIMIT = 400  # rows
Row = Dict[str, str]


def side_by_side(reference: Any, ours: Any) -> List[Row]:
    """The rows of both values, with what is the same shortened.

    Each has `left`, `right` and `kind`: "same", "changed", "removed" (only the reference has it), "added", or "skipped".
    """
    left, right = _rows(reference), _rows(ours)
    found: List[Row] = []
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for position, group in enumerate(matcher.get_grouped_opcodes(CONTEXT)):
        if position or group[0][1] or group[0][3]:
            found.append({"left": "…", "right": "…", "kind": "skipped"})
        for tag, start, end, other_start, other_end in group:
            found.extend(_block(tag, left[start:end], right[other_start:other_end]))
    if len(found) > LIMIT:
        found[LIMIT:] = [{"left": "…", "right": "…", "kind": "skipped"}]
    return found


def _block(tag: str, left: List[str], right: List[str]) -> List[Row]:
    rows = []
    for i in range(max(len(left), len(right))):
        one, other = i < len(left), i < len(right)
        kind = "same" if tag == "equal" else "changed" if one and other else "removed" if one else "added"
        rows.append({"left": left[i] if one else "", "right": right[i] if other else "", "kind": kind})
    return rows


def _rows(value: Any) -> List[str]:
    """The lines of a text; of anything else, those of its JSON."""
    if isinstance(value, str):
        return value.splitlines() or [""]
    return json.dumps(value, indent=2, default=str, ensure_ascii=False, sort_keys=True).splitlines()
