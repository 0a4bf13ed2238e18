"""macOS."""
from __future__ import annotations

import os

from pkgrs.base.launch import Popen
from pkgrs.base.which import which_any as which
from pkgrs.platform.base import _UnixPlatform, output_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional


__all__ = ["OSXPlatform"]


class OSXPlatform(_UnixPlatform):
    """The macOS platform."""

    name = "osx"

    def _os(self) -> str:
        import platform
        return "osx-%s" % platform.mac_ver()[0]

    def _terminal_emulator_command(self) -> Optional[str]:
        term = which("x-terminal-emulator", "xterm")
        if term is None:
            return None
        term = os.path.basename(term)
        return "%s -hold -e" % term if term == "xterm" else "%s --noclose -e" % term

    def _image_viewer(self) -> str:
        return "open"

    def _editor(self) -> str:
        return "open"

    def _difftool(self) -> Optional[str]:
        return which("meld", "diff")

    def _physical_cores(self) -> Optional[int]:
        return self._physical_cores_from_osx_sysctl()

    def _physical_cores_from_osx_sysctl(self) -> Optional[int]:
        text = output_of(Popen, ["sysctl", "-n", "hw.physicalcpu"])
        return None if text is None else int(text.strip())
