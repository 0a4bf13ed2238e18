"""Rez's `rez.serialise`."""
import os
import stat
import sys
import threading
from contextlib import contextmanager
from enum import Enum
from io import StringIO

from pkgrs.base.log import print_debug as debug_print
from pkgrs.definition.files import *
from pkgrs.definition.load import *
from pkgrs.definition.objects import *
from rez._surface import surface

surface(__name__, "pkgrs.definition.load", "pkgrs.definition.objects", "pkgrs.definition.files", lazy={
    "ScopeContext": "pkgrs.base.scope:ScopeContext",
    "TempDirs": "pkgrs.base.files:TempDirs",
    "add_sys_paths": "rez.utils.execution:add_sys_paths",
    "atomic_write": "pkgrs.base.files:atomic_write",
    "get_function_arg_names": "pkgrs.base.modules:get_function_arg_names",
    "isfunction": "inspect:isfunction",
    "ismodule": "inspect:ismodule",
    "memcached": "pkgrs.cache.memcached:memcached",
    "package_rex_keys": "pkgrs.definition.source:package_rex_keys",
    "yaml": "yaml",
})
tmpdir_manager = get_tmpdir_manager()
