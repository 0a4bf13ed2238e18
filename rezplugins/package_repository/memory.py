"""The plugin `memory`: package repositories that live in memory."""
from pkgrs.base.data import cached_property
from pkgrs.base.resources import ResourcePool
from pkgrs.base.text import is_valid_package_name
from pkgrs.definition.schema import package_pod_schema
from pkgrs.repository.base import PackageRepository
from pkgrs.repository.memory import *
from pkgrs.repository.resource import PackageFamilyResource, PackageResourceHelper, VariantResourceHelper
from pkgrs.version.requirement import VersionedObject
from rez._surface import surface

surface(__name__, "pkgrs.repository.memory")


def register_plugin():
    """The plugin's class."""
    return MemoryPackageRepository
