"""Finding programs."""
from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Mapping, Optional, Set


__all__ = ["which"]

_default_pathext = ".COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC"


def which(
    cmd: str, mode: int = os.F_OK | os.X_OK, path: Optional[str] = None, env: Optional[Mapping[str, str]] = None
) -> Optional[str]:
    """Find a program.

    Unlike `shutil.which` this looks in the given environment, and in the working directory on no platform.

    Args:
        cmd: Name, or path, of the program.
        mode: What `os.access` must grant.
        path: Folders to look in; by default `PATH` of the environment.
        env: The environment; by default that of this process.

    Returns:
        Path, or None.
    """
    if os.path.dirname(cmd):
        return cmd if _is_program(cmd, mode) else None
    if not cmd:
        return None

    variables = os.environ if env is None else env
    if path is None:
        path = variables.get("PATH", os.defpath)

    suffixes = [""]
    if sys.platform == "win32":
        extensions = [ext for ext in variables.get("PATHEXT", _default_pathext).split(os.pathsep) if ext]
        if not any(cmd.lower().endswith(ext.lower()) for ext in extensions):
            suffixes = extensions

    seen: Set[str] = set()
    for folder in path.split(os.pathsep) if path else ():
        normal = os.path.normcase(folder)
        if normal in seen:
            continue
        seen.add(normal)
        for suffix in suffixes:
            candidate = os.path.join(folder, cmd + suffix)
            if _is_program(candidate, mode):
                return candidate
    return None


def _is_program(path: str, mode: int) -> bool:
    return os.path.exists(path) and os.access(path, mode) and not os.path.isdir(path)


def which_any(*programs: str, **shutilwhich_kwargs: Any) -> Optional[str]:
    """Find the first of several programs that there is.

    Args:
        programs: Names.
        shutilwhich_kwargs: Passed to `which`.
    """
    options: Dict[str, Any] = shutilwhich_kwargs
    for program in programs:
        found = which(program, **options)
        if found:
            return found
    return None
