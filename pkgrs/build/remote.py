"""The build process `remote`: a name that Rez reserves, without a build behind it."""
from __future__ import annotations


from pkgrs.build.helper import BuildProcessHelper

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


class RemoteBuildProcess(BuildProcessHelper):
    """Stands for builds on other machines, which Rez announces and does not have."""

    @classmethod
    def name(cls) -> str:
        return "remote"

    def build(self, install_path: Optional[str] = None, clean: bool = False, install: bool = False,
              variants: Optional[List[int]] = None) -> Any:
        raise NotImplementedError("coming soon...")

    def release(self, release_message: Optional[str] = None, variants: Optional[List[int]] = None) -> Any:
        raise NotImplementedError("coming soon...")


def register_plugin() -> type:
    """Return the class."""
    return RemoteBuildProcess
