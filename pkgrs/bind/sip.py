"""Makes a package of the installed sip."""
from __future__ import annotations


from pkgrs.bind import pymodule
from pkgrs.bind.utils import get_version_in_python

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List


def bind(path: str, version_range: Any = None, opts: Any = None, parser: Any = None) -> List[Any]:
    """Make the package; see `pkgrs.bind.run.bind_package`."""
    version = get_version_in_python("sip", ["import sip", "print(sip.SIP_VERSION_STR)"])
    return pymodule.bind("sip", path=path, version_range=version_range, version=version, pure_python=False)
