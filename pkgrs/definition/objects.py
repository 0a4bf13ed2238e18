"""What becomes of the functions and modules that a package definition leaves among its data."""
from __future__ import annotations

import os
from contextlib import contextmanager
from types import FunctionType, ModuleType

from pkgrs.base.flow import Interrupted
from pkgrs.base.threads import local
from pkgrs.definition.source import SourceCode, package_rex_keys
from pkgrs.definition.text import ModuleText
from pkgrs.errors import ResourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, Optional


# names that early-bound functions see, with the values they have outside of a build
default_objects: Dict[str, Any] = {
    "building": False,
    "testing": False,
    "build_variant_index": 0,
    "build_variant_requires": [],
}


class _SetObjects(local):
    variables: Dict[str, Any]

    def __init__(self) -> None:
        self.variables = {}


_set_objects = _SetObjects()


@contextmanager
def set_objects(objects: Dict[str, Any]) -> Iterator[None]:
    """Context in which early-bound functions of this thread see other values for the build's names.

    Args:
        objects: Name and value of each.
    """
    previous = _set_objects.variables
    _set_objects.variables = dict(default_objects)
    _set_objects.variables.update(objects)
    try:
        yield
    finally:
        _set_objects.variables = previous


def get_objects() -> Dict[str, Any]:
    """The names that early-bound functions see, with their current values."""
    return _set_objects.variables or dict(default_objects)


class EarlyThis:
    """The `this` of an early-bound function: the definition's attributes so far."""

    def __init__(self, data: Dict[str, Any]) -> None:
        self._data = data

    def __getattr__(self, attr: str) -> Any:
        try:
            value = self.__dict__["_data"][attr]
        except KeyError:
            raise AttributeError("No such package attribute '%s'" % attr) from None
        if isinstance(value, FunctionType) and (hasattr(value, "_early") or hasattr(value, "_late")):
            raise ValueError(
                "An early binding function cannot refer to another early or late binding function: '%s'" % attr)
        return value


def process_python_objects(data: Dict[str, Any], filepath: Optional[str] = None) -> Dict[str, Any]:
    """Replace the python objects in a definition's data.

    Early-bound functions are evaluated; late-bound functions and commands become source code;
    other functions (but `preprocess`), modules and dunder names are removed.

    Args:
        data: The data; it is changed.
        filepath: The file that it comes from.

    Returns:
        The same dictionary.

    Raises:
        ResourceError: If an early-bound function takes more than one argument, or ends the process.
        Exception: Whatever an early-bound function raises.
    """
    return ObjectProcessor(data, filepath).run()


class ObjectProcessor:
    """One pass over the data of one definition."""

    def __init__(self, data: Dict[str, Any], filepath: Optional[str], module: Optional[ModuleText] = None) -> None:
        """
        Args:
            data: As for `process_python_objects`.
            filepath: As for `process_python_objects`.
            module: The text of that file, if at hand; saves reading it again for the source of functions.
        """
        self.data = data
        self.filepath = filepath
        self.module = module

    def run(self) -> Dict[str, Any]:
        """Process the data and return it."""
        data = self.data
        for key in list(data):
            value = data[key]
            if isinstance(value, (dict, FunctionType)):
                data[key] = self._process(value)
        _trim(data)
        return data

    def _process(self, value: Any) -> Any:
        if isinstance(value, dict):
            for key in list(value):
                value[key] = self._process(value[key])
            return value
        if not isinstance(value, FunctionType):
            return value
        if hasattr(value, "_early"):
            return self._process(self._call_early(value))
        if hasattr(value, "_late"):
            return self._source_code(value, True)
        if value.__name__ in package_rex_keys:
            # run as a block: commands set variables that following commands see
            return self._source_code(value, False)
        return value

    def _source_code(self, func: FunctionType, eval_as_function: bool) -> SourceCode:
        module = self.module
        if module is not None and func.__code__.co_filename == module.path \
                and not hasattr(func, "__wrapped__"):
            return SourceCode.from_module(func, module, eval_as_function=eval_as_function)
        filepath = self.filepath
        if module is not None:
            filepath = os.path.realpath(module.path)
        return SourceCode(func=func, filepath=filepath, eval_as_function=eval_as_function)

    def _call_early(self, func: FunctionType) -> Any:
        """Run the function with its globals plus `this` and the build's names."""
        names = dict(func.__globals__)
        names["this"] = EarlyThis(self.data)
        names.update(get_objects())
        bound = FunctionType(func.__code__, names, func.__name__, func.__defaults__, func.__closure__)
        bound.__kwdefaults__ = func.__kwdefaults__
        count = func.__code__.co_argcount
        if count > 1:
            raise ResourceError("@early decorated function must take zero or one args only")
        try:
            return bound(self.data) if count else bound()
        except Interrupted:
            raise
        except SystemExit as e:
            filepath = os.path.realpath(self.filepath) if self.filepath else "package"
            raise ResourceError("Problem loading %s: function '%s' called sys.exit(%s)" % (
                filepath, func.__name__, "" if e.code is None else repr(e.code))) from e


def _trim(data: Dict[Any, Any]) -> None:
    """Remove what is not data."""
    dropped = []
    for key, value in data.items():
        if isinstance(value, FunctionType):
            # `preprocess` is needed until a developer package has applied it
            if value.__name__ != "preprocess":
                dropped.append(key)
        elif isinstance(value, ModuleType) or (isinstance(key, str) and key.startswith("__")):
            dropped.append(key)
        elif isinstance(value, dict):
            _trim(value)
    for key in dropped:
        del data[key]
