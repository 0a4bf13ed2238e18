"""Rez's `rez.config`."""
from __future__ import annotations

import os

from pkgrs.config import start as _start
import rez
from rez._surface import surface

TYPE_CHECKING = False  # `surface` finds at run time, when it is used, what type checkers and editors find here
if TYPE_CHECKING:
    from pkgrs.config.config import *
    from pkgrs.config.settings import *

surface(
    __name__, "pkgrs.config.settings", "pkgrs.config.config", "pkgrs.config.layers", "pkgrs.config.plugins",
    "pkgrs.config.expand", "pkgrs.config.deprecations", "pkgrs.plugin.types", "pkgrs.plugin.manager",
    lazy={
        "AttrDictWrapper": "pkgrs.base.attrdict:AttrDictWrapper",
        "LazyAttributeMeta": "pkgrs.base.metaclasses:LazyAttributeMeta",
        "RO_AttrDictWrapper": "pkgrs.base.attrdict:RO_AttrDictWrapper",
        "YAMLError": "yaml:YAMLError",
        "T": "rez._typevars:T",
        "Validatable": "pkgrs.config.protocols:Validatable",
        "cached_class_property": "pkgrs.base.descriptors:cached_class_property",
        "copy": "copy",
        "convert_dicts": "pkgrs.base.attrdict:convert_dicts",
        "expanduser": "pkgrs.base.text:expanduser",
        "expandvars": "pkgrs.base.text:expandvars",
        "get_debug_printer": "pkgrs.base.log:get_debug_printer",
        "ismodule": "inspect:ismodule",
        "lru_cache": "functools:lru_cache",
        "module_root_path": "rez:module_root_path",
        "re": "re",
        "scoped_format": "pkgrs.base.scope:scoped_format",
        "system": "pkgrs.platform.system:system",
        "yaml": "yaml",
    })

if os.getenv("REZ_LOG_DEPRECATION_WARNINGS"):
    from pkgrs.config.config import warn_of_deprecated_settings
    warn_of_deprecated_settings()
