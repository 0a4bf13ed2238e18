"""Paths on Windows, and the search path that its registry holds."""
from __future__ import annotations

import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List


_drive_start_regex = re.compile(r"^([A-Za-z]):\\")
_env_var_regex = re.compile(r"%([^%]*)%")

_SYSTEM_KEY = "SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment"
_USER_KEY = "Environment"


def to_posix_path(path: str) -> str:
    """Write a path as shells of the Unix sort do on Windows.

    `C:\\foo` becomes `/C/foo`. Variables written `%NAME%` are replaced, if they are set.
    """

    def value(match: "re.Match[str]") -> str:
        return os.getenv(match.group(1), match.group())

    path = _env_var_regex.sub(value, path)
    path = _drive_start_regex.sub(r"/\1/", path)
    return path.replace("\\", "/")


def to_windows_path(path: str) -> str:
    """Write a path with backslashes."""
    return path.replace("/", "\\")


def get_syspaths_from_registry() -> List[str]:
    """Return the search path of the system, then the user's."""
    import winreg

    paths: List[str] = []
    for root, key in ((winreg.HKEY_LOCAL_MACHINE, _SYSTEM_KEY), (winreg.HKEY_CURRENT_USER, _USER_KEY)):  # type: ignore[attr-defined]
        try:
            with winreg.OpenKey(root, key) as handle:  # type: ignore[attr-defined]
                value = winreg.QueryValueEx(handle, "Path")[0]  # type: ignore[attr-defined]
        except OSError:
            continue
        paths += [winreg.ExpandEnvironmentStrings(path) for path in value.split(os.pathsep) if path]  # type: ignore[attr-defined]
    return paths
