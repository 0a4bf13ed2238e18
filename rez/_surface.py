"""How a module of `rez` hands out, and passes assignments on to, the modules of `pkgrs` that implement it."""
import sys
from importlib import import_module
from types import ModuleType
from typing import Any, Dict, List, Mapping, Optional

_MISSING = object()


class SurfaceModule(ModuleType):
    """A module whose assignments also reach the modules it re-exports.

    `_surface_sources` lists those modules. A name is rebound in each source that
    holds the very object that this module held until now.
    """

    _surface_sources: List[ModuleType]
    _surface_lazy: Dict[str, str]

    def __getattr__(self, name: str) -> Any:
        target = self.__dict__.get("_surface_lazy", {}).get(name)
        if target is None:
            raise AttributeError("module %r has no attribute %r" % (self.__name__, name))
        module_name, _, attribute = target.partition(":")
        try:
            value: Any = import_module(module_name)
        except ImportError as e:
            raise AttributeError("module %r has no attribute %r: %s" % (self.__name__, name, e)) from e
        if attribute:
            value = getattr(value, attribute)
        self.__dict__[name] = value
        return value

    def __dir__(self) -> List[str]:
        return sorted({*self.__dict__, *self.__dict__.get("_surface_lazy", ())})

    def __setattr__(self, name: str, value: object) -> None:
        previous = self.__dict__.get(name, _MISSING)
        if previous is not _MISSING:
            for source in self._surface_sources:
                if source.__dict__.get(name, _MISSING) is previous:
                    setattr(source, name, value)
        ModuleType.__setattr__(self, name, value)


def surface(module_name: str, *source_names: str, lazy: Optional[Mapping[str, str]] = None) -> None:
    """Turn the module into a surface over the sources.

    Every name of a source but dunders is taken over, unless the module has it already.

    Args:
        module_name: The module.
        source_names: Modules that implement it.
        lazy: Names whose modules are imported when they are first used: "module", or "module:name in it", by name.
    """
    module = sys.modules[module_name]
    sources = [import_module(name) for name in source_names]
    names = module.__dict__
    for source in sources:
        for name, value in source.__dict__.items():
            if not name.startswith("__"):
                names.setdefault(name, value)
    names["_surface_sources"] = sources
    names["_surface_lazy"] = dict(lazy or {})
    module.__class__ = SurfaceModule


def renamed(old_name: str, new_name: str) -> None:
    """Have a module's old name stand for the module itself; the one who imports it is warned once.

    Args:
        old_name: Name that was removed in Rez 3.0.
        new_name: Module that has its content now.
    """
    from pkgrs.base.deprecate import RezDeprecationWarning, warn
    target = import_module(new_name)
    warn("%s was removed in Rez 3.0; import %s instead" % (old_name, new_name), RezDeprecationWarning,
         stacklevel=3)  # of the frames in between, the module's counts, those of the import system don't
    sys.modules[old_name] = target
