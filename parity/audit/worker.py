"""Worker processes: the probe under a side's interpreter, kept warm; a lane is one of each side."""
from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Optional

from parity.side import Side

PROBE = Path(__file__).parent.parent / "inside" / "audit.py"
# Variables of an environment that Rez made: they would make the audit depend on where it was started.
_NOT_PASSED_ON = ("REZ_USED", "REZ_RXT_FILE", "REZ_CONTEXT_FILE", "REZ_SHELL_", "REZ_ENV_PROMPT", "REZ_STORED_PROMPT",
                  "REZ_MEMCACHED_URI", "REZ_CONTEXT_TRACKING", "PYTHON", "VIRTUAL_ENV", "PKGRS_SHADOW")


class WorkerDied(Exception):
    """A worker ended or gave no answer in time; the text says which side's, and how."""


@dataclass(frozen=True)
class Setup:
    """What a lane is made of; plain enough to be sent to another machine.

    `scratch` is the folder for what is written on the way; None for one that the receiver has.
    """

    reference: Side
    ours: Side
    scratch: Optional[Path]
    time_limit: float = 300.0


class Worker:
    """A process that runs the probe; started when it is first asked, and anew after it died.

    Args:
        side: Whose interpreter.
        scratch: Folder for all that is written on the way.
        time_limit: Seconds that one answer may take.
        seed: The hash seed of the process.
    """

    def __init__(self, side: Side, scratch: Path, time_limit: float, seed: int = 0) -> None:
        self.side = side
        self.time_limit = time_limit
        self._scratch = scratch
        self._seed = seed
        self._process: Optional["subprocess.Popen[str]"] = None
        self._answers: "queue.Queue[Optional[str]]" = queue.Queue()
        self._errors: Any = None

    def ask(self, do: str, **arguments: Any) -> Any:
        """What the side gives; an error that it raises is a result, too.

        Raises:
            WorkerDied: The process ended, or did not answer in time. The next question goes to a new one.
        """
        process = self._started()
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps({"do": do, "with": arguments}) + "\n")
            process.stdin.flush()
        except OSError:
            raise self._died()
        try:
            line = self._answers.get(timeout=self.time_limit)
        except queue.Empty:
            self.close()
            raise WorkerDied("%s: no answer within %g s" % (self.side.name, self.time_limit))
        try:
            answer = json.loads(line or "")
        except ValueError:
            raise self._died()
        if "failed" in answer:
            raise WorkerDied("%s: can't be asked: %s" % (self.side.name, answer["failed"]))
        return answer["result"]

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, self._errors):
                with contextlib.suppress(OSError):  # what was still to be written is of no use now
                    if stream:
                        stream.close()

    def _died(self) -> WorkerDied:
        process = self._process
        assert process is not None
        try:
            status = process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            status = process.wait()
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, self._errors.tell() - 2000))
        rows = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        self.close()
        how = "ended by signal %d" % -status if status < 0 else "ended with status %d" % status
        return WorkerDied("%s: %s%s" % (self.side.name, how, ": " + rows[-1] if rows else ""))

    def _started(self) -> "subprocess.Popen[str]":
        if self._process is not None:
            return self._process
        self._answers = queue.Queue()
        self._errors = tempfile.TemporaryFile()
        process = subprocess.Popen(
            [str(self.side.python), str(PROBE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
            universal_newlines=True, env=self._environment(), cwd=str(self._scratch), start_new_session=True)
        self._process = process
        threading.Thread(target=_read, args=(process.stdout, self._answers), daemon=True).start()
        return process

    def _environment(self) -> Dict[str, str]:
        """The caller's environment, as the studio's configuration may be made in it; what is written goes elsewhere."""
        env = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_PASSED_ON)}
        env.update(PYTHONDONTWRITEBYTECODE="1", PYTHONHASHSEED=str(self._seed), PYTHONIOENCODING="utf-8",
                   TMPDIR=str(self._scratch), REZ_TMPDIR=str(self._scratch), REZ_CONTEXT_TMPDIR=str(self._scratch),
                   PKG_DEFINITION_INDEX="off")
        if self.side.path:
            env["PYTHONPATH"] = self.side.path
        return env


def _read(stream: Any, answers: "queue.Queue[Optional[str]]") -> None:
    with contextlib.suppress(ValueError, OSError):  # the stream was closed
        for line in stream:
            answers.put(line)
    answers.put(None)


class Lane:
    """A worker of each side, which are asked the same."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.scratch = Path(tempfile.mkdtemp(prefix="lane-", dir=str(setup.scratch)))
        self.reference = self.worker(setup.reference)
        self.ours = self.worker(setup.ours)

    def worker(self, side: Side, seed: int = 0) -> Worker:
        return Worker(side, self.scratch, self.setup.time_limit, seed)

    def close(self) -> None:
        self.reference.close()
        self.ours.close()
