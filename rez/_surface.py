"""How a module of `rez` hands out, and passes assignments on to, the modules of `pkgrs` that implement it."""
import sys
from importlib import import_module
from types import ModuleType
from typing import Any, Dict, List, Mapping, Optional, Sequence

_MISSING = object()


class SurfaceModule(ModuleType):
    """A module whose assignments also reach the modules it re-exports.

    `_surface_sources` lists those modules. A name is rebound in each source that
    holds the very object that this module held until now.
    """

    _surface_sources: List[ModuleType]
    _surface_lazy: Dict[str, str]
    _surface_live: Dict[str, ModuleType]

    def __getattr__(self, name: str) -> Any:
        names = self.__dict__
        if name in names.get("_surface_live", ()):
            return getattr(self._surface_live[name], name)
        if name == "__all__" and names.get("_surface_lazy"):
            return [public for public in dir(self) if not public.startswith("_")]  # for `import *`
        if name not in names.get("_surface_lazy", ()):
            raise AttributeError("module %r has no attribute %r" % (self.__name__, name))
        value = names[name] = self._surface_load(name)
        return value

    def _surface_load(self, name: str) -> Any:
        module_name, _, attribute = self._surface_lazy[name].partition(":")
        try:
            value: Any = import_module(module_name)
        except ImportError as e:
            raise AttributeError("module %r has no attribute %r: %s" % (self.__name__, name, e)) from e
        return getattr(value, attribute) if attribute else value

    def __dir__(self) -> List[str]:
        names = self.__dict__
        return sorted({*names, *names.get("_surface_lazy", ()), *names.get("_surface_live", ())})

    def __setattr__(self, name: str, value: object) -> None:
        if name in self._surface_live:
            setattr(self._surface_live[name], name, value)
            return
        previous = self.__dict__.get(name, _MISSING)
        if previous is not _MISSING:
            for source in self._surface_sources:
                if source.__dict__.get(name, _MISSING) is previous:
                    setattr(source, name, value)
        ModuleType.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        # `mock.patch` undoes its work so where it found the name in no dictionary.
        if name in self._surface_live:
            delattr(self._surface_live[name], name)
            return
        if name in self._surface_lazy:
            setattr(self, name, self._surface_load(name))
        ModuleType.__delattr__(self, name)


def surface(module_name: str, *source_names: str, lazy: Optional[Mapping[str, str]] = None,
            live: Sequence[str] = ()) -> None:
    """Turn the module into a surface over the sources.

    Every name of a source but dunders is taken over, unless the module has it already.

    Args:
        module_name: The module.
        source_names: Modules that implement it.
        lazy: Names whose modules are imported when they are first used: "module", or "module:name in it", by name.
        live: Names that a source binds anew while it works; they are looked up there each time.
    """
    module = sys.modules[module_name]
    sources = [import_module(name) for name in source_names]
    names = module.__dict__
    for source in sources:
        for name, value in source.__dict__.items():
            if not name.startswith("__") and name not in live:
                names.setdefault(name, value)
    names["_surface_sources"] = sources
    names["_surface_lazy"] = dict(lazy or {})
    names["_surface_live"] = {name: next(s for s in sources if name in s.__dict__) for name in live}
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
