"""Makes a package of the installed setuptools."""
from __future__ import annotations


from pkgrs.bind import pymodule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List


def bind(path: str, version_range: Any = None, opts: Any = None, parser: Any = None) -> List[Any]:
    """Make the package; see `pkgrs.bind.run.bind_package`."""
    from pkgrs.bind.utils import run_python_command

    # Newer versions do without this one.
    extra = [name for name in ("pkg_resources",) if run_python_command(["import " + name])[0]]
    return pymodule.bind("setuptools", path=path, version_range=version_range, pure_python=False,
                         extra_module_names=extra)
