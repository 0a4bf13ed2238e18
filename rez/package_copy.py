"""Rez's `rez.package_copy`."""
from pkgrs.store.copy import *
from rez._surface import surface

surface(__name__, "pkgrs.store.copy", lazy={
    "FileFormat": "rez.serialise:FileFormat",
    "IncludeModuleManager": "rez.utils.sourcecode:IncludeModuleManager",
    "Package": "rez.packages:Package",
    "PackageRepository": "rez.package_repository:PackageRepository",
    "additive_copytree": "rez.utils.filesystem:additive_copytree",
    "get_existing_path": "rez.utils.filesystem:get_existing_path",
    "partial": "functools:partial",
    "resolve_variant_indices": "rez.util:resolve_variant_indices",
    "shutil": "shutil",
    "with_noop": "rez.utils:with_noop",
})
