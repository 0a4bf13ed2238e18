"""The known differences from Rez."""
from __future__ import annotations

import os
from typing import Any, Dict, List, NamedTuple

from pkgrs.errors import RezSystemError


class Quirk(NamedTuple):
    """A known difference: what it is and why; the setting that brings Rez's behaviour back, and Rez's issue, if any."""

    id: str
    what: str
    why: str
    since: str
    setting: str
    issue: str


def known_quirks() -> List[Quirk]:
    """The known differences, by name.

    Raises:
        RezSystemError: The list can't be read.
    """
    return sorted(_quirk(entry) for entry in _read().get("known", []))


def _read() -> Dict[str, Any]:
    try:
        import tomllib
    except ImportError:
        import tomli as tomllib  # type: ignore[no-redef]
    # The list is that of the tests which compare with Rez; it is installed beside this package.
    top = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    path = os.path.join(top, "parity", "known.toml")
    try:
        with open(path, "rb") as stream:
            return tomllib.load(stream)
    except (OSError, ValueError) as error:
        raise RezSystemError("the list of known differences can't be read: %s" % error)


def _quirk(entry: Dict[str, Any]) -> Quirk:
    return Quirk(**{name: str(entry.get(name, "")) for name in Quirk._fields})


def describe(quirk: Quirk, long: bool = False) -> List[str]:
    """Say what a difference is.

    Args:
        quirk: The difference.
        long: Whether to say why, too, in several lines.
    """
    if not long:
        setting = "  [%s]" % quirk.setting if quirk.setting else ""
        return ["%s: %s%s" % (quirk.id, quirk.what, setting)]
    lines = [quirk.id, "    " + quirk.what, "    " + quirk.why]
    if quirk.setting:
        lines.append("    As in Rez with: %s" % quirk.setting)
    if quirk.issue:
        lines.append("    Issue of Rez: #%s" % quirk.issue)
    lines.append("    Since: %s" % quirk.since)
    return lines
