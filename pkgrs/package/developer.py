"""Packages in development: a definition file in a source folder, and what may change it on loading."""
from __future__ import annotations

import os
import stat
from enum import Enum

from pkgrs.base.log import print_error, print_info
from pkgrs.base.schema import SchemaError
from pkgrs.config.config import config
from pkgrs.definition.load import FileFormat, load_from_file
from pkgrs.definition.objects import set_objects
from pkgrs.definition.source import SourceCode
from pkgrs.errors import InvalidPackageError, PackageMetadataError
from pkgrs.package.maker import create_package
from pkgrs.package.model import Package
from pkgrs.version.common import VersionError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Set, Tuple

    _Data = Dict[str, Any]
    _Preprocess = Callable[..., Any]


__all__ = ["PreprocessMode", "DeveloperPackage", "get_developer_package"]


class PreprocessMode(Enum):
    """When the global preprocess function (the setting `package_preprocess_function`) runs.

    `before` and `after` name the place of the package's own function; see the setting `package_preprocess_mode`.
    """

    __module__ = "rez.developer_package"

    before = 0
    after = 1
    override = 2


class DeveloperPackage(Package):
    """Package as it stands in its source folder; `from_path` loads it.

    Attributes:
        filepath: Definition file, None if the package isn't of a file.
        includes: Names of the modules that the definition asks for with `@include`.
    """

    __module__ = "rez.developer_package"

    def __init__(self, resource: Any) -> None:
        super().__init__(resource)
        self.filepath: Optional[str] = None
        self.includes: Optional[Set[str]] = None

    @property
    def root(self) -> Optional[str]:
        """Folder of the definition file, None if there is no file."""
        return os.path.dirname(self.filepath) if self.filepath else None

    @classmethod
    def from_path(cls, path: str, format: Optional[FileFormat] = None) -> DeveloperPackage:
        """Load the package in a folder, and run the preprocess functions.

        Args:
            path: Folder of the definition file, `package.py` or else `package.yaml`. The path of a file will do
                if the format is given.
            format: Accept only this format.

        Raises:
            PackageMetadataError: If there is no definition, or it is invalid.
            ResourceError: If the definition can't be loaded.
            SchemaError: If the definition isn't fit for a package.
            VersionError: If its version is none.
            InvalidPackageError: If a preprocess function says so, or an included module is missing.
        """
        filepath, data = _load_definition(path, format)
        try:
            package = cls._create(data["name"], data, filepath, _included_modules(data))
        except SchemaError as e:
            e.place = filepath if e.key is None else "%s: %s" % (filepath, e.key)
            raise
        except VersionError as e:
            raise VersionError("%s: %s" % (filepath, e)) from e
        package._validate_includes()
        preprocessed = package._get_preprocessed(data)
        return package if preprocessed is None else preprocessed[0]

    @classmethod
    def _create(cls, name: str, data: _Data, filepath: Optional[str], includes: Optional[Set[str]]
                ) -> DeveloperPackage:
        package = create_package(name, data, package_cls=cls)
        assert isinstance(package, DeveloperPackage)
        package.filepath = filepath
        package.includes = includes
        return package

    def get_reevaluated(self, objects: _Data) -> DeveloperPackage:
        """Load the package again, with other names for its early-bound functions to see.

        Args:
            objects: Names and values, such as `building`.

        Raises:
            RezError: As `from_path` does.
        """
        with set_objects(objects):
            assert self.root is not None
            return self.from_path(self.root)

    def _validate_includes(self) -> None:
        if not self.includes:
            return

        folder = self.config.package_definition_python_path
        if not folder:
            raise InvalidPackageError(
                "Package %s uses @include decorator, but no include path has been configured "
                "with the 'package_definition_python_path' setting." % self.filepath)

        for name in self.includes:
            filepath = os.path.join(folder, name) + ".py"
            if not os.path.exists(filepath):
                raise InvalidPackageError(
                    "@include decorator requests module '%s', but the file %s does not exist." % (name, filepath))

    def _get_preprocessed(self, data: _Data) -> Optional[Tuple[DeveloperPackage, _Data]]:
        """Run the preprocess functions.

        Args:
            data: Data of this package; it isn't changed.

        Returns:
            The changed package and data; None if nothing has changed, or a function failed.

        Raises:
            InvalidPackageError: If a function says so.
        """
        from copy import deepcopy

        from pkgrs.base.process import add_sys_paths

        changed = deepcopy(data)
        # The definition's own modules may be missing for a plain load, but not while it is preprocessed.
        with add_sys_paths(config.package_definition_build_python_paths):
            for level, function in self._preprocess_functions():
                print_info("Applying {0} preprocess function".format(level))
                try:
                    function(this=self, data=changed)
                except Exception as e:
                    if _is_invalid_package(e):
                        raise
                    print_error("Failed to apply preprocess: %s: %s" % (e.__class__.__name__, e))
                    return None

        if changed == data:
            return None

        package = self._create(self.name, changed, self.filepath, self.includes)
        from pkgrs.base.dicts import get_dict_diff_str
        print_info(get_dict_diff_str(data, changed, title="Package attributes were changed in preprocessing:"))
        return package, changed

    def _preprocess_functions(self) -> List[Tuple[str, _Preprocess]]:
        # (level, function) in the order to call them in
        functions = []
        local = getattr(self, "preprocess", None)
        if local:
            functions.append(("local", local))

        mode = PreprocessMode[self.config.package_preprocess_mode]
        # loaded even where it is overridden: that it can't be is told with each package
        function = _global_preprocess(self.config.package_preprocess_function)
        if function and (local is None or mode is not PreprocessMode.override):
            functions.insert(0 if mode is PreprocessMode.after else len(functions), ("global", function))
        return functions


def get_developer_package(path: str, format: Optional[FileFormat] = None) -> DeveloperPackage:
    """Load the package in a source folder; see `DeveloperPackage.from_path`.

    Args:
        path: Folder of the definition file.
        format: Accept only this format.

    Raises:
        RezError: If there is no valid definition.
    """
    return DeveloperPackage.from_path(path, format=format)


def _load_definition(path: str, format_: Optional[FileFormat]) -> Tuple[str, Any]:
    filepath, file_format = _find_definition(path, format_)
    data = load_from_file(filepath, file_format, disable_memcache=True)
    if not isinstance(data, dict) or not isinstance(data.get("name"), str):
        raise PackageMetadataError("Error in %r - missing or non-string field 'name'" % filepath)
    return filepath, data


def _find_definition(path: str, format_: Optional[FileFormat]) -> Tuple[str, FileFormat]:
    try:
        is_folder = stat.S_ISDIR(os.stat(path).st_mode)
    except OSError as e:
        raise PackageMetadataError("Path %r did not exist, or was not accessible" % path) from e

    if is_folder:
        formats = (format_,) if format_ else (FileFormat.py, FileFormat.yaml)
        for name in config.plugins.package_repository.filesystem.package_filenames:
            for candidate in formats:
                filepath = os.path.join(path, "%s.%s" % (name, candidate.extension))
                if os.path.isfile(filepath):
                    return filepath, candidate
    elif format_:
        return path, format_
    raise PackageMetadataError("No package definition file found at %s" % path)


def _included_modules(data: _Data) -> Set[str]:
    names: Set[str] = set()
    for value in data.values():
        if isinstance(value, SourceCode):
            names |= value.includes or set()
        elif isinstance(value, dict):
            names |= _included_modules(value)
    return names


def _is_invalid_package(error: Exception) -> bool:
    # By name: code of studios may raise the class as it got it, from another copy of the library.
    return error.__class__.__name__ == "InvalidPackageError"


def _global_preprocess(setting: Any) -> Optional[_Preprocess]:
    # The function that the setting names, or is. What is wrong is printed, and the package built without.
    if not setting:
        return None
    if callable(setting):
        return setting
    if not isinstance(setting, str):
        print_error("Invalid package_preprocess_function: %s" % setting)
        return None
    if "." not in setting:
        print_error("Setting 'package_preprocess_function' must be of form 'module[.module.module...].funcname'. "
                    "Package  preprocessing has not been applied.")
        return None

    from importlib import import_module

    module_name, _, function_name = setting.rpartition(".")
    try:
        module = import_module(module_name)
    except Exception as e:
        if _is_invalid_package(e):
            raise
        print_error("Failed to load preprocessing function '%s': %s" % (setting, e))
        return None

    function = getattr(module, function_name, None)
    if function is None:
        print_error("Function '%s' not found" % function_name)
    return function
