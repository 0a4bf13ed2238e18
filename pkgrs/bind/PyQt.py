"""Makes a package of the installed PyQt 4."""
from __future__ import annotations


from pkgrs.bind import pymodule
from pkgrs.bind.utils import get_version_in_python

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List


def bind(path: str, version_range: Any = None, opts: Any = None, parser: Any = None) -> List[Any]:
    """Make the package; see `pkgrs.bind.run.bind_package`."""
    version = get_version_in_python("PyQt", ["from PyQt4 import QtCore", "print(QtCore.PYQT_VERSION_STR)"])
    return pymodule.bind("PyQt", path=path, import_name="PyQt4", version_range=version_range, version=version,
                         requires=["sip-4"], pure_python=False, tools=["pyuic4"])
