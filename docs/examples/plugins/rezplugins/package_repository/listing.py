"""A repository plugin: all packages stand in one JSON file, family to version to definition."""
import json
import os

from rez.package_repository import PackageRepository
from rez.package_resources import PackageFamilyResource, PackageResourceHelper, VariantResourceHelper
from rez.package_resources import package_pod_schema
from rez.utils.resources import cached_property
from rez.version import VersionedObject


class ListingFamilyResource(PackageFamilyResource):
    key = "listing.family"
    repository_type = "listing"

    def _uri(self):
        return "%s:%s" % (self.location, self.name)

    def iter_packages(self):
        for version in self._repository.listing[self.name]:
            yield self._repository.get_resource(
                ListingPackageResource.key, location=self.location, name=self.name, version=version)


class ListingPackageResource(PackageResourceHelper):
    key = "listing.package"
    variant_key = "listing.variant"
    repository_type = "listing"
    schema = package_pod_schema

    def _uri(self):
        return "%s:%s" % (self.location, VersionedObject.construct(self.name, self.version))

    @property
    def base(self):
        return None

    @cached_property
    def parent(self):
        return self._repository.get_resource(ListingFamilyResource.key, location=self.location, name=self.name)

    def _load(self):
        definition = dict(self._repository.listing[self.name][str(self.version)])
        definition.update(name=self.name, version=str(self.version))
        return definition


class ListingVariantResource(VariantResourceHelper):
    key = "listing.variant"
    repository_type = "listing"

    def _root(self, ignore_shortlinks=False):
        return None

    @cached_property
    def parent(self):
        return self._repository.get_resource(
            ListingPackageResource.key, location=self.location, name=self.name, version=self.get("version"))


class ListingPackageRepository(PackageRepository):
    schema_dict = {"encoding": str}

    @classmethod
    def name(cls):
        return "listing"

    def __init__(self, location, resource_pool):
        super().__init__(location, resource_pool)
        for cls in (ListingFamilyResource, ListingPackageResource, ListingVariantResource):
            self.register_resource(cls)
        with open(location, encoding="utf-8") as stream:
            self.listing = json.load(stream)

    def _uid(self):
        status = os.stat(self.location)
        return (self.name(), self.location, int(status.st_mtime))

    def get_package_family(self, name):
        if name in self.listing:
            return self.get_resource(ListingFamilyResource.key, location=self.location, name=name)
        return None

    def iter_package_families(self):
        for name in self.listing:
            yield self.get_package_family(name)

    def iter_packages(self, package_family_resource):
        return package_family_resource.iter_packages()

    def iter_variants(self, package_resource):
        return package_resource.iter_variants()

    def get_parent_package_family(self, package_resource):
        return package_resource.parent

    def get_parent_package(self, variant_resource):
        return variant_resource.parent

    def get_variant_state_handle(self, variant_resource):
        return os.stat(self.location).st_mtime

    def get_last_release_time(self, package_family_resource):
        return int(os.stat(self.location).st_mtime)


def register_plugin():
    return ListingPackageRepository
