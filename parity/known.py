"""The differences that are meant: `known.toml`."""
from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional, Sequence, Tuple

from parity.compare import Difference
from parity.model import ScenarioError, tomllib

FILE = Path(__file__).parent / "known.toml"


@dataclass(frozen=True)
class Known:
    """A tolerated difference.

    It covers a difference of a scenario that matches one of `scenarios` (shell patterns), at a path that
    matches `path` (regular expression), whose values match `reference` and `ours` where given.
    """

    id: str
    what: str
    why: str
    since: str
    scenarios: Tuple[str, ...]
    path: str = ""
    reference: Optional[str] = None
    ours: Optional[str] = None
    issue: str = ""
    setting: str = ""

    def covers(self, difference: Difference) -> bool:
        return (any(fnmatch.fnmatchcase(difference.scenario, pattern) for pattern in self.scenarios)
                and re.search(self.path, difference.path) is not None
                and _matches(self.reference, difference.reference)
                and _matches(self.ours, difference.ours))


def _matches(pattern: Optional[str], value: object) -> bool:
    return pattern is None or re.search(pattern, str(value), re.DOTALL) is not None


def load_known(path: Path = FILE) -> List[Known]:
    """The entries of the file.

    Raises:
        ScenarioError: The file can't be read, or an entry lacks a field or has one that is not known.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ScenarioError("%s: %s" % (path, error))
    entries = []
    for item in data.get("known", []):
        try:
            entries.append(Known(**dict(item, scenarios=tuple(item["scenarios"]))))
        except (TypeError, KeyError) as error:
            raise ScenarioError("%s: %s: %s" % (path, item.get("id", "an entry without id"), error))
    return entries


def sort_out(differences: Sequence[Difference], known: Sequence[Known]
             ) -> Tuple[List[Difference], List[Tuple[Difference, Known]], List[Known]]:
    """Differences nobody knows of, those covered with their entry, and the entries that covered none."""
    new, covered, used = [], [], set()
    for difference in differences:
        entry = next((k for k in known if k.covers(difference)), None)
        if entry is None:
            new.append(difference)
        else:
            covered.append((difference, entry))
            used.add(entry.id)
    return new, covered, [k for k in known if k.id not in used]
