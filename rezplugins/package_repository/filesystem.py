"""The plugin `filesystem`: package repositories that are folders."""
import os
import stat
import time
from contextlib import contextmanager
from functools import lru_cache

from pkgrs.base.data import cached_property
from pkgrs.base.files import canonical_path, is_subdirectory, make_path_writable, safe_rmtree
from pkgrs.base.log import print_debug as debug_print
from pkgrs.base.log import print_info, print_warning
from pkgrs.base.resources import ResourcePool
from pkgrs.base.schema import And, Optional, Or, Schema, Use
from pkgrs.base.text import is_valid_package_name
from pkgrs.config.config import config
from pkgrs.definition.files import open_file_for_write
from pkgrs.definition.load import FileFormat, clear_file_caches, load_from_file
from pkgrs.definition.schema import package_build_only_keys, package_pod_schema, package_release_keys
from pkgrs.definition.write import dump_package_data
from pkgrs.errors import (
    ConfigurationError, PackageMetadataError, PackageRepositoryError, ResourceError, RezSystemError)
from pkgrs.platform.current import platform_
from pkgrs.repository.base import PackageRepository
from pkgrs.repository.filesystem import *
from pkgrs.repository.filesystem_resources import *
from pkgrs.repository.resource import PackageFamilyResource, PackageResourceHelper, VariantResourceHelper
from pkgrs.version.range import VersionRange
from pkgrs.version.version import Version
from rez._surface import surface

surface(__name__, "pkgrs.repository.filesystem", "pkgrs.repository.filesystem_resources")

_settings = None


def register_plugin():
    """The plugin's class."""
    return FileSystemPackageRepository
