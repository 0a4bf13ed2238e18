"""Rez's `rez.config`."""
from __future__ import annotations

import copy
import os
import re
from functools import lru_cache

import rez
from pkgrs.config.config import *
from pkgrs.config.settings import *
from rez._surface import surface

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
        "convert_dicts": "pkgrs.base.attrdict:convert_dicts",
        "expanduser": "pkgrs.base.text:expanduser",
        "expandvars": "pkgrs.base.text:expandvars",
        "get_debug_printer": "pkgrs.base.log:get_debug_printer",
        "ismodule": "inspect:ismodule",
        "module_root_path": "rez:module_root_path",
        "scoped_format": "pkgrs.base.scope:scoped_format",
        "system": "pkgrs.platform.system:system",
        "yaml": "yaml",
    })

warn_of_deprecated_settings()
