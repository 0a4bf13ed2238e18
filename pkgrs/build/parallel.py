"""Doing several things at once, each in a process of its own, their output in order. Rez does one after the other."""
from __future__ import annotations

import os
import pickle
import sys
import tempfile
import traceback
from typing import Any, BinaryIO, Callable, Dict, List, Sequence

from pkgrs.tool_errors import BuildError

Task = Callable[[], Any]


def can_fork() -> bool:
    """Whether there can be such processes."""
    return hasattr(os, "fork")


def run_forked(tasks: Sequence[Task], jobs: int) -> List[Any]:
    """Run the tasks, as many at once as `jobs` says.

    What each prints appears when it has ended, in the order of the tasks.

    Args:
        tasks: Functions, whose results can be pickled.

    Returns:
        Their results.

    Raises:
        Exception: What the first task that failed has raised.
    """
    runs: List[_Run] = []
    running: Dict[int, _Run] = {}
    printed = 0
    for task in tasks:
        if len(running) >= jobs:
            _wait_for_one(running)
            printed = _print_ended(runs, printed)
        run = _Run(task)
        runs.append(run)
        running[run.pid] = run
    while running:
        _wait_for_one(running)
        printed = _print_ended(runs, printed)
    return [run.result() for run in runs]


class _Run:
    """A task in a process of its own, and what it printed and returned."""

    def __init__(self, task: Task) -> None:
        self._output: BinaryIO = tempfile.TemporaryFile()  # type: ignore[assignment]
        self._answer: BinaryIO = tempfile.TemporaryFile()  # type: ignore[assignment]
        self.status = -1
        self.ended = False
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if not self.pid:
            self._be_child(task)

    def _be_child(self, task: Task) -> None:
        os.dup2(self._output.fileno(), 1)
        os.dup2(self._output.fileno(), 2)
        code = 1
        try:
            self._answer.write(_outcome_of(task))
            self._answer.flush()
            code = 0
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            # Nothing of the parent's that waits for the end may run here.
            os._exit(code)

    def print_output(self) -> None:
        """Print what the task has printed."""
        self._output.seek(0)
        sys.stdout.flush()
        os.write(1, self._output.read())
        self._output.close()

    def result(self) -> Any:
        """What the task has returned; raises what it has raised."""
        self._answer.seek(0)
        data = self._answer.read()
        self._answer.close()
        if self.status or not data:
            raise BuildError("A process that built a variant has ended with status %d" % self.status)
        error, result = pickle.loads(data)  # written by the child that this process has forked
        if error is not None:
            raise error
        return result


def _outcome_of(task: Task) -> bytes:
    try:
        return pickle.dumps((None, task()))
    except BaseException as error:
        try:
            data = pickle.dumps((error, None))
            pickle.loads(data)
            return data
        except Exception:  # errors may refer to anything
            if not isinstance(error, BuildError):
                traceback.print_exc()
            return pickle.dumps((BuildError(str(error)), None))


def _wait_for_one(running: Dict[int, _Run]) -> None:
    pid, status = os.wait()
    run = running.pop(pid, None)
    if run is not None:
        run.status, run.ended = status, True


def _print_ended(runs: List[_Run], printed: int) -> int:
    while printed < len(runs) and runs[printed].ended:
        runs[printed].print_output()
        printed += 1
    return printed
