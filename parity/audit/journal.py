"""What has been done, line by line, so that an audit that was stopped can go on."""
from __future__ import annotations

import json
import os
from pathlib import Path
from typing import IO, Any, Dict, List, Optional

from parity.audit.tasks import Outcome

NAME = "journal.jsonl"


class JournalError(Exception):
    """A journal can't be used; the text names it and says why."""


class Journal:
    """Outcomes by the key of their task, in a file to which lines are only ever appended.

    A line is whole or it is not there: what a process that was killed left of its last one is cut off. Of several
    lines with one key the first counts.

    Args:
        folder: The work folder.
        resume: Whether to go on with what is there. Otherwise it is set aside, under another name.

    Raises:
        JournalError: Another audit is at work in this folder, or it can't be written to.
    """

    def __init__(self, folder: Path, resume: bool) -> None:
        self.path = folder / NAME
        self.outcomes: Dict[str, Outcome] = {}
        self.minimal: Dict[str, Dict[str, Any]] = {}
        self.set_aside: Optional[Path] = None
        try:
            self._lock = _locked(folder / "lock")
            if self.path.exists():
                if resume:
                    self._read()
                else:
                    self.set_aside = _free_name(folder)
                    self.path.rename(self.set_aside)
            self._file = open(str(self.path), "a", encoding="utf-8")
        except OSError as error:
            raise JournalError("%s: %s" % (error.filename or folder, error.strerror or error))

    def add(self, outcome: Outcome) -> bool:
        """Keep an outcome; False if there was one of this key already."""
        if outcome.key in self.outcomes:
            return False
        self.outcomes[outcome.key] = outcome
        self._write({"outcome": outcome.data()})
        return True

    def add_minimal(self, key: str, found: Dict[str, Any]) -> None:
        """Keep what a difference was reduced to."""
        self.minimal[key] = found
        self._write({"minimal": dict(found, key=key)})

    def close(self) -> None:
        self._file.close()
        self._lock.close()

    def _write(self, data: Dict[str, Any]) -> None:
        self._file.write(json.dumps(data, default=str) + "\n")
        self._file.flush()

    def _read(self) -> None:
        good = 0
        with open(str(self.path), "rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    break
                good += len(line)
                self._take(line)
        os.truncate(str(self.path), good)

    def _take(self, line: bytes) -> None:
        try:
            data = json.loads(line.decode("utf-8"))
            if "minimal" in data:
                self.minimal[data["minimal"].pop("key")] = data["minimal"]
            else:
                outcome = Outcome(**data["outcome"])
                self.outcomes.setdefault(outcome.key, outcome)
        except (ValueError, TypeError, KeyError, AttributeError):
            pass  # damaged: its task is done again


def _free_name(folder: Path) -> Path:
    taken: List[str] = [path.name for path in folder.iterdir()]
    number = 1
    while "journal-%d.jsonl" % number in taken:
        number += 1
    return folder / ("journal-%d.jsonl" % number)


def _locked(path: Path) -> IO[str]:
    file = open(str(path), "w")
    try:
        import fcntl
    except ImportError:  # Windows
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise JournalError("%s: another audit is at work here; name another folder with --work" % path.parent)
    return file
