"""What is measured, and how a process is: by the processor time that it and its children take.

Wall time is kept beside it. Processor time is what ratios are made of, since it hardly depends on what else the machine
does; the sides take turns for the same reason.
"""
from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from typing import Dict, List, Optional, Sequence

from parity.side import SideError


@dataclass
class Measurement:
    """One row of the result: what was measured, its unit, and each side's values (all runs).

    `wall` holds the wall times of a measurement of processor time.
    """

    name: str
    unit: str
    values: Dict[str, List[float]] = field(default_factory=dict)
    wall: Dict[str, List[float]] = field(default_factory=dict)

    def add(self, side: str, value: float, wall: Optional[float] = None) -> None:
        """Add the value of one run."""
        self.values.setdefault(side, []).append(value)
        if wall is not None:
            self.wall.setdefault(side, []).append(wall)

    def median(self, side: str) -> Optional[float]:
        """The median of a side's values, None if it has none."""
        return _median(self.values, side)

    def median_wall(self, side: str) -> Optional[float]:
        """The median of a side's wall times, None if it has none."""
        return _median(self.wall, side)

    def ratio(self, side: str, to: str = "rez") -> Optional[float]:
        """How many times less the side needs than the other; None where one was not measured."""
        own, other = self.median(side), self.median(to)
        return other / own if own and other else None


def _median(values: Dict[str, List[float]], side: str) -> Optional[float]:
    return statistics.median(values[side]) if values.get(side) else None


@dataclass(frozen=True)
class Spent:
    """What a process and its children took: seconds of processor time and of wall time."""

    cpu: float
    wall: float


def spend(argv: Sequence[str], env: Dict[str, str], label: str) -> Spent:
    """Run a process to its end, in its home folder: `python -c` would find packages in this one.

    Args:
        argv: Program and arguments.
        env: Its whole environment.
        label: Names it in messages.

    Raises:
        SideError: It fails.
    """
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(list(argv), env=env, cwd=env.get("HOME"), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=errors)
        return _await(process, start, errors, label)


def spend_together(argv: Sequence[str], env: Dict[str, str], label: str, count: int) -> Spent:
    """Run a process so many times at once.

    Returns:
        The processor time of all, and the wall time until the last has ended.

    Raises:
        SideError: One fails.
    """
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        processes = [subprocess.Popen(list(argv), env=env, cwd=env.get("HOME"), stdin=subprocess.DEVNULL,
                                      stdout=subprocess.DEVNULL, stderr=errors) for _ in range(count)]
        spent = [_await(process, start, errors, label) for process in processes]
    return Spent(sum(one.cpu for one in spent), max(one.wall for one in spent))


def _await(process: subprocess.Popen, start: float, errors: object, label: str) -> Spent:
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
    if process.returncode != 0:
        errors.seek(0)  # type: ignore[attr-defined]
        text = errors.read().decode("utf-8", "replace").strip()  # type: ignore[attr-defined]
        raise SideError("%s: exit %d: %s" % (label, process.returncode, text[-300:]))
    return Spent(usage.ru_utime + usage.ru_stime, wall)
