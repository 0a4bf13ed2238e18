"""The difference between what two sides gave for a scenario."""
from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any, List

LIMIT = 4000


@dataclass(frozen=True)
class Difference:
    """Where two sides differ: the place in the result, the reference's value and ours."""

    scenario: str
    path: str
    reference: Any
    ours: Any

    def text(self) -> str:
        """A short readable form; long texts as a unified diff."""
        if isinstance(self.reference, str) and isinstance(self.ours, str) and "\n" in self.reference + self.ours:
            rows = difflib.unified_diff(self.reference.splitlines(), self.ours.splitlines(), "reference", "ours",
                                        lineterm="", n=1)
            body = "\n".join("    " + row for row in rows)
        else:
            body = "    reference: %r\n    ours:      %r" % (self.reference, self.ours)
        if len(body) > LIMIT:
            body = body[:LIMIT] + "\n    …"
        return "  %s\n%s" % (self.path, body)


def compare(scenario: str, reference: Any, ours: Any, unordered: bool = False) -> List[Difference]:
    """The differences, each with its path in the result; empty when the two are the same."""
    if reference == ours:
        return []
    from deepdiff import DeepDiff
    found = DeepDiff(reference, ours, ignore_order=unordered, view="tree", verbose_level=2)
    differences = [
        Difference(scenario, level.path(root="") or "[]", _present(level.t1), _present(level.t2))
        for levels in found.values() for level in levels
    ]
    if not differences and not unordered:  # what DeepDiff holds equal, such as 1 and 1.0, need not be
        return [Difference(scenario, "[]", reference, ours)]
    return sorted(differences, key=lambda d: d.path)


def _present(value: Any) -> Any:
    return "<absent>" if type(value).__name__ == "NotPresent" else value
