"""Rez's `rez.serialise`."""
import os
import stat
import sys
import threading
from contextlib import contextmanager
from enum import Enum
from inspect import isfunction, ismodule
from io import StringIO

import yaml

from pkgrs.base.data import ModifyList
from pkgrs.base.files import TempDirs, atomic_write
from pkgrs.base.log import print_debug as debug_print
from pkgrs.base.modules import get_function_arg_names
from pkgrs.base.scope import ScopeContext
from pkgrs.cache.memcached import memcached
from pkgrs.config.config import config
from pkgrs.definition.files import *
from pkgrs.definition.load import *
from pkgrs.definition.objects import *
from pkgrs.definition.source import SourceCode, early, include, late, package_rex_keys
from pkgrs.errors import InvalidPackageError, ResourceError
from rez._surface import surface
from rez.utils.execution import add_sys_paths

surface(__name__, "pkgrs.definition.load", "pkgrs.definition.objects", "pkgrs.definition.files")
tmpdir_manager = get_tmpdir_manager()
