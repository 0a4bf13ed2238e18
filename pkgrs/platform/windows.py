"""Windows."""
from __future__ import annotations

import re

from pkgrs.base.launch import Popen
from pkgrs.base.which import which_any as which
from pkgrs.platform.base import Platform, output_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional


__all__ = ["WindowsPlatform"]

_CREATE_NEW_CONSOLE = 0x00000010

_COUNT_CORES = "(Get-CimInstance -ClassName Win32_Processor | Measure-Object -Property NumberOfCores -Sum).Sum"


class WindowsPlatform(Platform):
    """The Windows platform."""

    name = "windows"

    @property
    def has_case_sensitive_filesystem(self) -> bool:
        """Whether names that differ in case only are different files."""
        return False

    def _os(self) -> str:
        import platform
        _, version, service_pack, _ = platform.win32_ver()
        return "windows-%s" % ".".join(part for part in (version, service_pack) if part)

    def _terminal_emulator_command(self) -> str:
        return "START"

    def _new_session_popen_args(self) -> Dict[str, Any]:
        return {"creationflags": _CREATE_NEW_CONSOLE}

    def _image_viewer(self) -> str:
        return ""  # a file that is run opens in the program of its type

    def _editor(self) -> str:
        return ""

    def _difftool(self) -> Optional[str]:
        return which("meld", "fc")  # fc is always there

    def _physical_cores(self) -> Optional[int]:
        return self._physical_cores_from_powershell() or self._physical_cores_from_wmic()

    def _physical_cores_from_powershell(self) -> Optional[int]:
        text = output_of(Popen, ["powershell", "-NonInteractive", "-NoProfile", "-Command", _COUNT_CORES])
        try:
            return int((text or "").strip())
        except ValueError:
            return None

    def _physical_cores_from_wmic(self) -> Optional[int]:
        # Recent versions of Windows lack this program, old ones the one above.
        text = output_of(Popen, ["wmic", "cpu", "get", "NumberOfCores", "/value"])
        per_processor = re.findall(r"NumberOfCores=(\d+)", text or "")
        return sum(int(cores) for cores in per_processor) if per_processor else None
