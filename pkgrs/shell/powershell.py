"""Windows PowerShell."""
from __future__ import annotations

from typing import Optional, Type

from pkgrs.platform.current import platform_
from pkgrs.shell.powershell_base import PowerShellBase


class PowerShell(PowerShellBase):
    """Scripts and start-up of `powershell`."""

    @classmethod
    def name(cls) -> str:
        return "powershell"

    @classmethod
    def file_extension(cls) -> str:
        return "ps1"


def register_plugin() -> Optional[Type[PowerShell]]:
    """Return the class, if the platform is Windows."""
    return PowerShell if platform_.name == "windows" else None
