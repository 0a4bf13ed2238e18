"""Making packages from data: in memory, or installed into a repository."""
from __future__ import annotations

import os
from contextlib import contextmanager

from pkgrs.base.attrdict import AttrDictWrapper
from pkgrs.base.log import print_warning
from pkgrs.base.rez_version import _rez_version
from pkgrs.base.schema import And, Or, Required, Schema, Use, extensible_schema_dict
from pkgrs.base.schema import Optional as OptionalKey
from pkgrs.definition.schema import _commands_schema, _function_schema, help_schema, late_bound
from pkgrs.errors import PackageMetadataError
from pkgrs.package.helpers import expand_requirement
from pkgrs.package.model import Package, Variant
from pkgrs.repository.manager import create_memory_package_repository
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterator, List, Optional, Type

    _Callback = Callable[[Variant, str], Any]


__all__ = ["PackageMaker", "create_package", "make_package", "package_request_schema", "package_schema", "tests_schema"]


# Here, other than in installed definitions, requests may have wildcards.
package_request_schema = Or(And(str, Use(expand_requirement)), And(PackageRequest, Use(str)))

_texts_schema = Or(str, [str])

tests_schema = Schema({
    OptionalKey(str): Or(
        _texts_schema,
        extensible_schema_dict({
            "command": _texts_schema,
            OptionalKey("requires"): [package_request_schema],
            OptionalKey("run_on"): _texts_schema,
            OptionalKey("on_variants"): Or(bool, {"type": "requires", "value": [package_request_schema]}),
        }),
    ),
})

package_schema = Schema({
    OptionalKey("requires_rez_version"): And(str, Use(Version)),

    Required("name"): str,
    OptionalKey("base"): str,
    OptionalKey("version"): Or(str, And(Version, Use(str))),
    OptionalKey("description"): str,
    OptionalKey("authors"): [str],

    OptionalKey("requires"): late_bound([package_request_schema]),
    OptionalKey("build_requires"): late_bound([package_request_schema]),
    OptionalKey("private_build_requires"): late_bound([package_request_schema]),

    OptionalKey("variants"): [[package_request_schema]],
    OptionalKey("hashed_variants"): bool,
    OptionalKey("relocatable"): late_bound(Or(None, bool)),
    OptionalKey("cachable"): late_bound(Or(None, bool)),

    OptionalKey("uuid"): str,
    OptionalKey("config"): dict,
    OptionalKey("tools"): late_bound([str]),
    OptionalKey("help"): late_bound(help_schema),
    OptionalKey("tests"): late_bound(tests_schema),

    OptionalKey("pre_commands"): _commands_schema,
    OptionalKey("commands"): _commands_schema,
    OptionalKey("post_commands"): _commands_schema,
    OptionalKey("pre_build_commands"): _commands_schema,
    OptionalKey("pre_test_commands"): _commands_schema,

    OptionalKey("build_system"): str,
    OptionalKey("build_command"): Or([str], str, False),
    OptionalKey("preprocess"): _function_schema,

    # anything else is a custom attribute
    OptionalKey(str): object,
})


class PackageMaker(AttrDictWrapper):
    """A package in the making: set its attributes, then get the package.

    Args:
        name: Name of the package.
        data: Attributes to start with; the maker keeps working on this very dictionary.
        package_cls: Class of the package to make, `Package` by default.
    """

    __module__ = "rez.package_maker"

    # Attributes of the maker. They are kept with those of the package.
    _own_names = ("package_cls", "installed_variants", "skipped_variants")

    def __init__(self, name: str, data: Optional[Dict[str, Any]] = None,
                 package_cls: Optional[Type[Package]] = None) -> None:
        super().__init__(data)
        self.name = name
        self.package_cls: Type[Package] = package_cls or Package

        # filled in by `make_package`
        self.installed_variants: List[Variant] = []
        self.skipped_variants: List[Variant] = []

    def get_package(self) -> Package:
        """Make the package, in a memory repository of its own.

        Raises:
            SchemaError: If the data isn't fit for a package definition.
            PackageMetadataError: If the package is invalid, or needs a later version of Rez.
        """
        data = package_schema.validate(self._get_data())

        needed = data.pop("requires_rez_version", None)
        if needed is not None and Version(_rez_version) < needed:
            raise PackageMetadataError(
                "Failed reading package definition file: rez version >= %s needed "
                "(current version is %s)" % (needed, _rez_version))

        version = data.get("version") or "_NO_VERSION"
        repository = create_memory_package_repository({self.name: {version: data}})
        family = repository.get_package_family(self.name)
        package = self.package_cls(next(iter(repository.iter_packages(family))))
        package.validate_data()
        return package

    def _get_data(self) -> Dict[str, Any]:
        return {key: value for key, value in self._data.items()
                if value is not None and key not in self._own_names}


def create_package(name: str, data: Dict[str, Any], package_cls: Optional[Type[Package]] = None) -> Package:
    """Make a package from data. It exists in memory only.

    Args:
        name: Name of the package.
        data: Attributes, as in a package definition.
        package_cls: Class of the package to make, `Package` by default.

    Raises:
        SchemaError: If the data isn't fit for a package definition.
        PackageMetadataError: If the package is invalid, or needs a later version of Rez.
    """
    return PackageMaker(name, data, package_cls=package_cls).get_package()


@contextmanager
def make_package(name: str, path: str, make_base: Optional[_Callback] = None, make_root: Optional[_Callback] = None,
                 skip_existing: bool = True, warn_on_skip: bool = True) -> Iterator[PackageMaker]:
    """Context manager whose block describes a package, and which then installs it.

    It gives a `PackageMaker`, which knows afterwards what was installed and skipped::

        with make_package("foo", "/packages", make_root=copy_files) as pkg:
            pkg.version = "1.0.0"
            pkg.description = "does foo things"

    The functions are called for each variant that is installed, with the variant and a folder that exists and is the
    current one.

    Args:
        name: Name of the package.
        path: Package repository to install to.
        make_base: Function that makes the payload which the variants share, in the package's base.
        make_root: Function that makes the variant's payload, in the variant's root.
        skip_existing: Don't install variants that are there already.
        warn_on_skip: Print a warning for each variant that is skipped.

    Raises:
        SchemaError: If the data isn't fit for a package definition.
        PackageMetadataError: If the package is invalid, or needs a later version of Rez.
    """
    maker = PackageMaker(name)
    yield maker

    variants: List[Variant] = []
    for variant in maker.get_package().iter_variants():
        existing = variant.install(path, dry_run=True) if skip_existing else None
        if existing is None:
            variants.append(variant)
            continue
        maker.skipped_variants.append(existing)
        if warn_on_skip:
            print_warning("Skipping installation: Package variant already exists: %s" % existing.uri)

    from pkgrs.base.files import retain_cwd

    with retain_cwd():
        for variant in variants:
            installed = variant.install(path)
            assert installed is not None
            _make_payload(installed, installed.base, make_base)
            _make_payload(installed, installed.root, make_root)
            maker.installed_variants.append(installed)


def _make_payload(variant: Variant, folder: Optional[str], make: Optional[_Callback]) -> None:
    if make and folder:
        os.makedirs(folder, exist_ok=True)
        os.chdir(folder)
        make(variant, folder)
