"""The TENEX C shell."""
from __future__ import annotations


from pkgrs.platform.current import platform_
from pkgrs.shell.completion import completion_script
from pkgrs.shell.csh import CSH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional, Type


class TCSH(CSH):
    """Scripts and start-up of `tcsh`."""

    @classmethod
    def name(cls) -> str:
        return "tcsh"

    def _bind_interactive_rez(self) -> None:
        super()._bind_interactive_rez()
        self.source(completion_script("complete.csh"))


def register_plugin() -> Optional[Type[TCSH]]:
    """Return the class, unless the platform is Windows."""
    return None if platform_.name == "windows" else TCSH
