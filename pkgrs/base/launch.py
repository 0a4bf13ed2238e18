"""Starting processes, for modules which rarely do: `subprocess` is imported when it is needed.

A program that only runs to its end can be started without that library, whose import takes longer than all else that
this asks of Python. Where the library is imported already there is nothing to win, and someone may look for what
passes there, so it is used then.
"""
from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, List, Mapping, Optional, Tuple

    from pkgrs.base.process import Popen as _Popen


__all__ = ["Popen", "call", "text_of"]

# The folders that list the open files of a process, on Linux and on macOS.
_OPEN_FILES = {"linux": "/proc/self/fd", "darwin": "/dev/fd"}


def Popen(args: Any, **kwargs: Any) -> _Popen:
    """Start a process; see `pkgrs.base.process.Popen`."""
    from pkgrs.base.process import Popen as start
    return start(args, **kwargs)


def call(args: List[str], env: Optional[Mapping[str, str]] = None,
         meanwhile: Optional[Callable[[], Any]] = None) -> int:
    """Run a program with the standard streams of this process, and wait for its end.

    Args:
        args: Path of the program, and its arguments.
        env: Its environment; that of this process by default.
        meanwhile: What there is to do once the program runs.

    Returns:
        The exit code; that of the signal, negative, if one ended it.

    Raises:
        OSError: The program can't be run.
    """
    if _can_spawn(args):
        pid = _spawn(args, env, [])
        if meanwhile:
            meanwhile()
        return _exit_code(pid)
    process = Popen(args, env=env)
    if meanwhile:
        meanwhile()
    process.communicate()
    return process.returncode


def text_of(args: List[str], env: Optional[Mapping[str, str]] = None) -> Tuple[int, str]:
    """Run a program, and get its exit code and what it writes to its standard output; see `call`."""
    if not _can_spawn(args):
        from subprocess import PIPE
        process = Popen(args, stdout=PIPE, stderr=PIPE, text=True, env=env)
        text = process.communicate()[0]
        return process.returncode, text

    reading, writing = os.pipe()
    nowhere = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
    try:
        with open(reading, encoding="utf-8") as stream:
            try:
                pid = _spawn(args, env, [(os.POSIX_SPAWN_DUP2, writing, 1), (os.POSIX_SPAWN_DUP2, nowhere, 2)])
            finally:
                os.close(writing)
            text = stream.read()
    finally:
        os.close(nowhere)
    return _exit_code(pid), text


def _can_spawn(args: List[str]) -> bool:
    return (
        "subprocess" not in sys.modules and hasattr(os, "posix_spawn") and sys.platform in _OPEN_FILES
        and os.path.isabs(args[0]) and _has_streams()
    )


def _has_streams() -> bool:
    """Whether the standard streams are there; without stdin, `Popen` finds something in its place."""
    try:
        return sys.stdin.fileno() == 0 and all(os.fstat(fd) for fd in (0, 1, 2))
    except Exception:
        return False  # whatever stands in for stdin may fail in any way


def _spawn(args: List[str], env: Optional[Mapping[str, str]], actions: List[Tuple[int, ...]]) -> int:
    # As `subprocess` does: no other open file is passed on, and the signals that Python ignores count again.
    import _signal  # the library around it makes a hundred named constants
    ignored = [getattr(_signal, name) for name in ("SIGPIPE", "SIGXFZ", "SIGXFSZ") if hasattr(_signal, name)]
    closing = [(os.POSIX_SPAWN_CLOSE, fd) for fd in _inherited()]
    return os.posix_spawn(
        args[0], args, os.environ if env is None else env, file_actions=actions + closing, setsigdef=ignored)


def _inherited() -> List[int]:
    """The open files, besides the standard streams, that a new process would have, too."""
    found = []
    for name in os.listdir(_OPEN_FILES[sys.platform]):
        try:
            if int(name) > 2 and os.get_inheritable(int(name)):
                found.append(int(name))
        except OSError:
            continue  # the listing itself
    return found


def _exit_code(pid: int) -> int:
    status = os.waitpid(pid, 0)[1]
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
