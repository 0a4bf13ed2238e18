"""Telling what a check found."""
from __future__ import annotations

import json
from typing import Dict, List

from pkgrs.check.finding import ERROR
from pkgrs.check.rules import RULES
from pkgrs.check.run import Report


def as_text(report: Report) -> List[str]:
    """The findings, two lines each, and a line that counts them."""
    lines = []
    for one in report.findings:
        where = "%s:%d" % (one.path, one.line) if one.line else one.path
        lines.append(_printable("%s: %s: %s [%s]" % (where, one.severity, one.message, one.rule)))
        lines.append(_printable("    " + one.fix))
    errors = sum(one.severity == ERROR for one in report.findings)
    lines.append("%s checked: %s, %s" % (
        _count(report.checked, "definition"), _count(errors, "error"), _count(len(report.findings) - errors, "warning")))
    return lines


def _count(number: int, name: str) -> str:
    return "%d %s%s" % (number, name, "" if number == 1 else "s")


def _printable(text: str) -> str:
    """The text without characters that would do something to a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text) \
        .encode("utf-8", "backslashreplace").decode("utf-8")


def as_json(report: Report) -> str:
    """The report as JSON."""
    return json.dumps({
        "findings": [one.to_dict() for one in report.findings],
        "problems": report.problems,
        "checked": report.checked,
    }, indent=4)


def rules_as_text() -> List[str]:
    """The rules, one line each."""
    width = max(map(len, RULES))
    return ["%-*s  %-7s  %s" % (width, rule.id, rule.severity, rule.title) for rule in RULES.values()]


def rules_as_json() -> str:
    """The rules as JSON."""
    rules: List[Dict[str, str]] = [dict(rule._asdict()) for rule in RULES.values()]
    return json.dumps(rules, indent=4)
