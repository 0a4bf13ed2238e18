"""The platform that this process runs on."""
from __future__ import annotations

import sys

from pkgrs.platform.base import Platform
from pkgrs.platform.darwin import OSXPlatform
from pkgrs.platform.linux import LinuxPlatform
from pkgrs.platform.windows import WindowsPlatform

__all__ = ["platform_", "name"]

_NAMES = {"darwin": "darwin", "win32": "windows", "cygwin": "windows"}
_CLASSES = {"darwin": OSXPlatform, "windows": WindowsPlatform}

#: Name of the operating system, as the Python module `platform` has it, in lower case.
name: str = _NAMES.get(sys.platform, "linux")

platform_: Platform = _CLASSES.get(name, LinuxPlatform)()
