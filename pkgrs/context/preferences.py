"""The filter and the orderers that a context takes from the configuration, which most often has none, and whether
another Rez resolves the same.

The modules for these are only imported when there is something to do for them, or someone looks.
"""
from __future__ import annotations

import os
import sys

from pkgrs.base.deferred import Deferred
from pkgrs.config.config import config
from pkgrs.package.found_empty import found_empty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional


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


def unlocked() -> Deferred:
    """The lock, a `PatchLock`, by which nothing is locked."""
    return Deferred(_no_lock)


def _no_lock() -> Any:
    from pkgrs.context.locks import PatchLock

    return PatchLock.no_lock


def is_deferred(context: Any, name: str) -> bool:
    """Whether the context's filter, orderers or lock have no effect, and nobody has looked at them."""
    return isinstance(vars(context).get(name), Deferred)


_OFF = ("", "0", "false", "no", "off")


def shadow_settings() -> Optional[Dict[str, Any]]:
    """The section `pkgrs_shadow` of the configuration files if resolves are shadowed, else None.

    Rez takes no notice of a section that it does not know, so one file serves both. `$PKGRS_SHADOW` beats `enabled`.
    """
    section = config._data.get("pkgrs_shadow")
    section = section if isinstance(section, dict) else {}
    switch = None if config.locked else os.environ.get("PKGRS_SHADOW")
    on = bool(section.get("enabled")) if switch is None else switch.lower() not in _OFF
    return section if on else None
