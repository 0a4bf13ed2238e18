"""Finding out which shell started this process."""
from __future__ import annotations

import os

from pkgrs.errors import RezSystemError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterator, Optional, Set


__all__ = ["detect_shell"]

# The shells that come with pkgrs, for want of a list that includes those of plugins.
_STOCK = frozenset(["bash", "csh", "pwsh", "sh", "tcsh", "zsh"])


def detect_shell(platform_name: str, shells: Optional[Set[str]] = None) -> str:
    """Get the name of the shell that started this process, or failing that, of the user's shell.

    Args:
        platform_name: Name of the platform.
        shells: Names to choose from.

    Raises:
        RezSystemError: If there is nothing to choose from.
    """
    shells = set(_STOCK) if shells is None else shells
    if not shells:
        raise RezSystemError("no shells available")
    if platform_name == "windows":
        return "powershell"

    found = next((name for name in _candidates() if name in shells), None)
    if found is None:
        found = _first_of(shells, "sh", "bash")
    if found == "sh" and _link_name("/bin/sh") == "dash":
        # Dash doesn't read startup files as a true sh does, so it counts as bash.
        found = _first_of(shells, "dash", "bash")
    return "bash" if found == "dash" else found


def _first_of(shells: Set[str], *names: str) -> str:
    return next((name for name in names if name in shells), sorted(shells)[0])


def _link_name(path: str) -> Optional[str]:
    return os.path.basename(os.readlink(path)) if os.path.islink(path) else None


def _candidates() -> Iterator[str]:
    parent = os.getppid()
    if parent != 0:  # no parent: inside a container
        command = _command_of(parent).split()
        if command:
            yield os.path.basename(command[0]).replace("-", "")

    yield os.path.basename(os.getenv("SHELL", ""))

    pid = parent
    while pid:
        name, pid = _name_and_parent(pid)
        yield name


def _command_of(pid: int) -> str:
    try:
        with open("/proc/%d/cmdline" % pid, encoding="utf-8", errors="replace") as f:
            return f.read().replace("\0", " ")
    except OSError:
        pass  # not Linux

    import subprocess
    try:
        process = subprocess.Popen(
            ["ps", "-o", "args=", "-p", str(pid)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return process.communicate()[0]
    except OSError:
        return ""


def _name_and_parent(pid: int) -> "tuple[str, int]":
    # Both empty once that isn't known.
    name, parent = "", 0
    try:
        with open("/proc/%d/status" % pid, encoding="utf-8", errors="replace") as f:
            for line in f:
                key, _, value = line.partition(":")
                if key == "Name":
                    name = value.strip()
                elif key == "PPid":
                    parent = int(value)
                    break
    except (OSError, ValueError):
        return "", 0
    return name, parent
