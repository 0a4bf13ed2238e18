"""PowerShell, the one that runs everywhere."""
from __future__ import annotations

import os

from pkgrs.config.config import config
from pkgrs.platform.current import platform_
from pkgrs.shell.powershell_base import PowerShellBase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Type


class PowerShellCore(PowerShellBase):
    """Scripts and start-up of `pwsh`."""

    @classmethod
    def name(cls) -> str:
        return "pwsh"

    @classmethod
    def file_extension(cls) -> str:
        return "ps1"

    @classmethod
    def get_syspaths(cls) -> List[str]:
        if config.standard_system_paths or platform_.name == "windows":
            return super().get_syspaths()
        return os.defpath.split(os.pathsep)


def register_plugin() -> Type[PowerShellCore]:
    """Return the class."""
    return PowerShellCore
