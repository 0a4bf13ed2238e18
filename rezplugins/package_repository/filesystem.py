"""The plugin `filesystem`: package repositories that are folders."""
import os
import stat
import time
from contextlib import contextmanager

from pkgrs.base.log import print_debug as debug_print
from pkgrs.base.log import print_info
from pkgrs.repository.combined_resources import *
from pkgrs.repository.filesystem import *
from pkgrs.repository.filesystem_resources import *
from rez._surface import surface

surface(__name__, "pkgrs.repository.filesystem", "pkgrs.repository.filesystem_resources",
        "pkgrs.repository.combined_resources", lazy={
    "And": "pkgrs.base.schema:And",
    "Iterable": "typing:Iterable",
    "Optional": "pkgrs.base.schema:Optional",
    "PackageFamilyResource": "pkgrs.repository.resource:PackageFamilyResource",
    "PackageRepositoryError": "pkgrs.tool_errors:PackageRepositoryError",
    "ResourceError": "pkgrs.errors:ResourceError",
    "RezSystemError": "pkgrs.errors:RezSystemError",
    "Schema": "pkgrs.base.schema:Schema",
    "Use": "pkgrs.base.schema:Use",
    "dump_package_data": "pkgrs.definition.write:dump_package_data",
    "load_yaml": "pkgrs.base.yaml:load_yaml",
    "make_path_writable": "pkgrs.base.files:make_path_writable",
    "memcached": "pkgrs.cache.memcached:memcached",
    "open_file_for_write": "pkgrs.definition.files:open_file_for_write",
    "package_build_only_keys": "pkgrs.definition.schema:package_build_only_keys",
    "package_release_keys": "pkgrs.definition.schema:package_release_keys",
    "pool_memcached_connections": "pkgrs.cache.memcached:pool_memcached_connections",
    "safe_rmtree": "pkgrs.base.files:safe_rmtree",
})

_settings = None
