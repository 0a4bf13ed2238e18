"""The filter and the orderers that a context takes from the configuration, which most often has none.

Their modules are big, and so are only imported when there is something to filter or order, or someone looks.
"""
from __future__ import annotations

import sys

from pkgrs.base.deferred import Deferred
from pkgrs.config.config import config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def configured_filter() -> Any:
    """The configured filter, a `PackageFilterList`; a `Deferred` one if it is empty."""
    if not config.package_filter and "pkgrs.package.filter" not in sys.modules:
        return Deferred(empty_filter)
    from pkgrs.package.filter import PackageFilterList
    return PackageFilterList.singleton


def configured_orderers() -> Any:
    """The configured orderers, a `PackageOrderList`; a `Deferred` one if it is empty."""
    if not config.package_orderers and "pkgrs.package.order" not in sys.modules:
        return Deferred(no_orderers)
    from pkgrs.package.order import PackageOrderList
    return PackageOrderList.singleton


def empty_filter() -> Any:
    from pkgrs.package.filter import PackageFilterList
    return PackageFilterList()


def no_orderers() -> Any:
    from pkgrs.package.order import PackageOrderList
    return PackageOrderList()


def is_deferred(context: Any, name: str) -> bool:
    """Whether the context's filter, or orderers, are empty and nobody has looked at them."""
    return isinstance(vars(context).get(name), Deferred)
