"""Asking the user to say which repository is meant."""
from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn


_HEADING = "No action taken. Run again, and set PATH to one of:"


def list_repositories() -> NoReturn:
    """Print the repositories of the packages path, and end."""
    from pkgrs.config.config import config
    from pkgrs.repository.manager import package_repository_manager
    print(_HEADING)
    for path in config.packages_path:
        print(package_repository_manager.get_repository(path))
    sys.exit(0)


def list_repositories_with(name: str, version: Any) -> NoReturn:
    """Print the repositories of the packages path that have the package, and end: with exit code 1 when there are none."""
    from pkgrs.config.config import config
    from pkgrs.package.find import get_package_from_repository
    from pkgrs.repository.manager import package_repository_manager
    paths = [path for path in config.packages_path
             if get_package_from_repository(name, version, path) is not None]
    if not paths:
        print("Package not found.", file=sys.stderr)
        sys.exit(1)
    print(_HEADING)
    for path in paths:
        print(package_repository_manager.get_repository(path))
    sys.exit(0)
