"""Rez's `rez.package_serialise`."""
from pkgrs.base.schema import And, Optional, Or, Required, Schema, Use, extensible_schema_dict
from pkgrs.definition.schema import (
    help_schema, late_bound, package_request_schema, package_serialise_schema, source_code_schema, version_schema)
from pkgrs.definition.schema import _written_tests_schema as tests_schema
from pkgrs.definition.write import *
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.version import Version
from rez._surface import surface

surface(__name__, "pkgrs.definition.write", lazy={
    "Optional": "rez.vendor.schema.schema:Optional",
    "dump_yaml": "pkgrs.base.yaml:dump_yaml",
    "pformat": "pprint:pformat",
})
