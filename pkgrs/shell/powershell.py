"""Windows PowerShell."""
from __future__ import annotations


from pkgrs.platform.current import platform_
from pkgrs.shell.powershell_base import PowerShellBase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional, Type


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
