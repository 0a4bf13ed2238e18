"""Makes a package of the installed pip."""
from __future__ import annotations


from pkgrs.bind import pymodule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List


def bind(path: str, version_range: Any = None, opts: Any = None, parser: Any = None) -> List[Any]:
    """Make the package; see `pkgrs.bind.run.bind_package`."""
    return pymodule.bind("pip", path=path, version_range=version_range, pure_python=False, tools=["pip"])
