"""The filter and the orderers that a context takes from the configuration, which most often has none.

Their modules are big, and so are only imported when there is something to filter or order, or someone looks.
"""
from __future__ import annotations

import sys

from pkgrs.base.deferred import Deferred
from pkgrs.config.config import config
from pkgrs.package.found_empty import found_empty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def configured_filter() -> Any:
    """The configured filter, a `PackageFilterList`; a `Deferred` one if it is empty."""
    if _is_empty("package_filter", "pkgrs.package.filter"):
        return Deferred(_filter)
    return _filter()


def configured_orderers() -> Any:
    """The configured orderers, a `PackageOrderList`; a `Deferred` one if it is empty."""
    if _is_empty("package_orderers", "pkgrs.package.order"):
        return Deferred(_orderers)
    return _orderers()


def _is_empty(setting: str, module: str) -> bool:
    """Whether a setting is empty, and known to nobody but us, as the module that remembers it is not imported."""
    if module in sys.modules:
        return False
    if not getattr(config, setting):
        found_empty.add(setting)
    return setting in found_empty


def _filter() -> Any:
    from pkgrs.package.filter import PackageFilterList
    return PackageFilterList.singleton


def _orderers() -> Any:
    from pkgrs.package.order import PackageOrderList
    return PackageOrderList(PackageOrderList.singleton)


def empty_filter() -> Any:
    """A filter that excludes nothing."""
    from pkgrs.package.filter import PackageFilterList
    return PackageFilterList()


def is_deferred(context: Any, name: str) -> bool:
    """Whether the context's filter, or orderers, are empty and nobody has looked at them."""
    return isinstance(vars(context).get(name), Deferred)
