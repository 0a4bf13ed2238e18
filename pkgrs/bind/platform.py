"""Makes a package of this machine's platform."""
from __future__ import annotations


from pkgrs.bind.utils import check_version
from pkgrs.package.maker import make_package
from pkgrs.platform.system import system
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List


def bind(path: str, version_range: Any = None, opts: Any = None, parser: Any = None) -> List[Any]:
    """Make the package; see `pkgrs.bind.run.bind_package`."""
    version = Version(system.platform)
    check_version(version, version_range)
    with make_package("platform", path) as package:
        package.version = version
    return package.installed_variants
