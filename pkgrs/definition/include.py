"""Modules that an installed package carries along for its `@include` functions."""
from __future__ import annotations

import os
from types import ModuleType

from pkgrs.config.config import config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional
    from typing import Tuple


class IncludeModuleManager:
    """Loads modules named by `@include`, each distinct content once per process."""

    # relative to the package's base; the build copies the modules there
    include_modules_subpath = ".rez/include"

    def __init__(self) -> None:
        self.modules: Dict[str, ModuleType] = {}

    def load_module(self, name: str, package: Any) -> Optional[ModuleType]:
        """Load a module for code of a package.

        Args:
            name: Module name, as given to `@include`.
            package: The package or variant whose code runs. An installed one has its modules below its
                base folder; a developer package uses those in `package_definition_python_path`.

        Returns:
            The module, or None if the package has no such module.

        Raises:
            Exception: Whatever the module's own code raises.
        """
        found = _developer_module(name) if _is_developer_package(package) else self._installed_module(name, package)
        if found is None:
            return None
        filepath, content_hash = found
        module = self.modules.get(content_hash)
        if module is None:
            if config.debug("file_loads"):
                from pkgrs.base.log import print_debug
                print_debug("Loading include sourcefile: %s" % filepath)
            module = _load_source(name, filepath)
            self.modules[content_hash] = module
        return module

    def _installed_module(self, name: str, package: Any) -> Optional[Tuple[str, str]]:
        stem = os.path.join(package.base, self.include_modules_subpath, name)
        try:
            with open(stem + ".sha1", encoding="utf-8") as stream:
                content_hash = stream.read()
        except FileNotFoundError:
            return None
        filepath = stem + ".py"
        return (filepath, content_hash) if os.path.exists(filepath) else None


def _is_developer_package(package: Any) -> bool:
    """True for an instance of the class of that name, which belongs to a higher layer."""
    return any(cls.__name__ == "DeveloperPackage" for cls in type(package).__mro__)


def _developer_module(name: str) -> Optional[Tuple[str, str]]:
    from hashlib import sha1
    path = config.package_definition_python_path
    if not path:
        return None
    filepath = os.path.join(path, name + ".py")
    try:
        with open(filepath, "rb") as stream:
            return filepath, sha1(stream.read().strip()).hexdigest()
    except FileNotFoundError:
        return None


def _load_source(name: str, filepath: str) -> ModuleType:
    """Run a file as a module that is not entered into `sys.modules`."""
    from importlib.util import module_from_spec, spec_from_file_location
    spec = spec_from_file_location(name, filepath)
    if spec is None or spec.loader is None:
        raise ImportError("Cannot load module %r from %s" % (name, filepath))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


include_module_manager = IncludeModuleManager()
