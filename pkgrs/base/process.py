"""Running processes and scripts."""
from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from enum import Enum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterable, Iterator, List, Optional


__all__ = ["Popen", "add_sys_paths", "ExecutableScriptMode"]


class Popen(subprocess.Popen):
    """A `subprocess.Popen` that also works in applications without a usable stdin.

    Some applications that embed Python have a `sys.stdin` without file descriptor, which a child process can't
    inherit. Text is UTF-8 unless another encoding is given.

    Args:
        args: Command and arguments, as for `subprocess.Popen`.
        kwargs: See `subprocess.Popen`.
    """

    def __init__(self, args: Any, **kwargs: Any) -> None:
        if "stdin" not in kwargs and _stdin_fileno() not in (0, 1, 2):
            kwargs["stdin"] = subprocess.PIPE

        if kwargs.get("text", False) or kwargs.get("universal_newlines", False):
            kwargs.setdefault("encoding", "utf-8")
        super().__init__(args, **kwargs)


def _stdin_fileno() -> Optional[int]:
    for stream in (sys.stdin, sys.__stdin__):
        try:
            return stream.fileno()  # type: ignore[union-attr]
        except Exception:
            continue  # whatever stands in for stdin may fail in any way
    return None


class ExecutableScriptMode(Enum):
    """Which files a script consists of."""

    single = 1  #: The file as it is called.
    py = 2  #: The file with the extension `.py`.
    platform_specific = 3  #: With `.py` on Windows, as it is called elsewhere.
    both = 4  #: Both files.


@contextmanager
def add_sys_paths(paths: Iterable[str]) -> Iterator[None]:
    """Extend `sys.path` for the duration of a `with` block."""
    saved = sys.path[:]
    sys.path.extend(paths)
    try:
        yield
    finally:
        sys.path = saved


def _get_python_script_files(filepath: str, py_script_mode: ExecutableScriptMode, platform: str) -> List[str]:
    """Get the paths of the files that a Python script consists of.

    Args:
        filepath: Path of the script.
        py_script_mode: Which files there are to be.
        platform: Name of the platform that the script is for.
    """
    base, extension = os.path.splitext(filepath)
    with_extension = base + ".py"
    mode = py_script_mode
    if mode == ExecutableScriptMode.platform_specific:
        mode = ExecutableScriptMode.py if platform == "windows" else ExecutableScriptMode.single

    if mode == ExecutableScriptMode.single:
        return [filepath]
    if mode == ExecutableScriptMode.py:
        return [with_extension]
    if mode == ExecutableScriptMode.both:
        return [filepath] if extension == ".py" else [filepath, with_extension]
    return []
