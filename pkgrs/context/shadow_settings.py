"""The settings of shadow mode, as configured and made sure of."""
from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Optional

_MEBI = 1024 * 1024


class Shadow:
    """The settings. One that is wrong is told by `problem`, and nothing is done but to log that.

    Attributes:
        reference: Path of an interpreter that has the real Rez.
        answer: Whose answer is used: "pkgrs", or "rez".
        time_limit: Seconds that the other side may take.
        log: Folder of the log: one file for each machine and user.
        log_size: Bytes that a log may have; beyond half of them it is set aside, and what was set aside before is gone.
        sample: Which part of the resolves is done by both, from 0 to 1.
        jobs: How many of a user's resolves may be shadowed on a machine at once; what is more is left out.
    """

    def __init__(self) -> None:
        self.reference = ""
        self.answer = "pkgrs"
        self.time_limit = 60.0
        self.log = ""
        self.log_size = 64 * _MEBI
        self.sample = 1.0
        self.jobs = 2
        self.problem = ""

    @classmethod
    def of(cls, section: Dict[str, Any]) -> Shadow:
        """The settings of a section; a variable `PKGRS_SHADOW_<NAME>` beats the one of that name."""
        self = cls()
        self.log = _default_log() or ""
        for name, read in _READERS.items():
            value = os.environ.get("PKGRS_SHADOW_" + name.upper(), section.get(name))
            if value is None:
                continue
            try:
                setattr(self, name, read(value))
            except (TypeError, ValueError) as error:
                self.problem = "setting %s: %s" % (name, error)
        unknown = sorted(set(section) - set(_READERS) - {"enabled"})
        if unknown:
            self.problem = "no such setting: %s" % ", ".join(unknown)
        if not self.reference:
            self.problem = self.problem or "setting reference: no interpreter is named"
        return self

    def takes_part(self) -> bool:
        """Whether this resolve is one of those that are shadowed; not if there is nowhere to tell of it."""
        if not self.log:
            return False
        if self.sample >= 1:
            return True
        import random

        return random.random() < self.sample


def _default_log() -> Optional[str]:
    from pkgrs.cache.user_files import user_cache_folder

    return user_cache_folder("shadow")


def _path(value: Any) -> str:
    path = os.path.expandvars(os.path.expanduser(_text(value)))
    if not os.path.isabs(path):
        raise ValueError("%r is not an absolute path" % value)
    return path


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("%r is not a text" % (value,))
    return value


def _side(value: Any) -> str:
    if value not in ("pkgrs", "rez"):
        raise ValueError("%r is neither 'pkgrs' nor 'rez'" % (value,))
    return _text(value)


def _number(least: float, most: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        number = float(value)
        if not least <= number <= most:
            raise ValueError("%r is not from %g to %g" % (value, least, most))
        return number
    return read


def _mebibytes(value: Any) -> int:
    return int(_number(0.001, 1e6)(value) * _MEBI)


_READERS: Dict[str, Callable[[Any], Any]] = {
    "reference": _path, "answer": _side, "time_limit": _number(0.1, 3600), "log": _path, "log_size": _mebibytes,
    "sample": _number(0, 1), "jobs": lambda value: int(_number(1, 64)(value)),
}
