"""Rez's `rez.package_resources`."""
from abc import abstractmethod
from hashlib import sha1
from textwrap import dedent
from types import FunctionType, MethodType

from pkgrs.base.data import AttributeForwardMeta, LazyAttributeMeta, cached_property
from pkgrs.base.files import find_matching_symlink
from pkgrs.base.log import print_warning
from pkgrs.base.resources import Resource
from pkgrs.base.schema import (
    And, Optional, Or, Required, Schema, SchemaError, Use, extensible_schema_dict, schema_keys)
from pkgrs.config.config import Config, config, create_config
from pkgrs.definition.schema import *
from pkgrs.errors import PackageMetadataError, ResourceError
from pkgrs.repository.resource import *
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.requirement import Requirement
from pkgrs.version.version import Version
from rez._surface import surface

surface(__name__, "pkgrs.repository.resource", "pkgrs.definition.schema")
