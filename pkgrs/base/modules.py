"""Importing modules, loading Python files as modules, and looking at functions."""
from __future__ import annotations

import sys
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List


__all__ = ["load_module_from_file", "get_function_arg_names"]


def import_module(name: str) -> ModuleType:
    """Import a module; for names, as `importlib` does, which takes longer to import than most modules.

    Args:
        name: Its whole name.

    Raises:
        ImportError: There is none.
    """
    __import__(name)
    return sys.modules[name]


def load_module_from_file(name: str, filepath: str) -> ModuleType:
    """Execute a Python file as a module, which `sys.modules` doesn't get to know.

    Args:
        name: Name of the module.
        filepath: The file.

    Raises:
        OSError: If the file can't be read.
        Exception: Whatever the file raises.
    """
    from importlib.util import module_from_spec, spec_from_file_location
    spec = spec_from_file_location(name, filepath)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def get_function_arg_names(func: Any) -> List[str]:
    """Get the names of a function's positional and keyword-only parameters, `self` included."""
    from inspect import getfullargspec
    spec = getfullargspec(func)
    return spec.args + spec.kwonlyargs
