"""The platform that this process runs on."""
from __future__ import annotations

import sys

from pkgrs.platform.base import Platform

__all__ = ["platform_", "name"]

_NAMES = {"darwin": "darwin", "win32": "windows", "cygwin": "windows"}


def _make_platform() -> Platform:
    if name == "darwin":
        from pkgrs.platform.darwin import OSXPlatform
        return OSXPlatform()
    if name == "windows":
        from pkgrs.platform.windows import WindowsPlatform
        return WindowsPlatform()
    from pkgrs.platform.linux import LinuxPlatform
    return LinuxPlatform()


#: Name of the operating system, as the Python module `platform` has it, in lower case.
name: str = _NAMES.get(sys.platform, "linux")

platform_: Platform = _make_platform()
