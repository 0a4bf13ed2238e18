"""How a module of `rez` hands out, and passes assignments on to, the modules of `pkgrs` that implement it."""
from __future__ import annotations

import sys
from types import ModuleType

TYPE_CHECKING = False  # typing is not worth its import time where every client starts
if TYPE_CHECKING:
    from typing import Any, Dict, List, Mapping, Optional, Sequence

_MISSING = object()


class SurfaceModule(ModuleType):
    """A module that takes names over from others when they are used, and whose assignments also reach these.

    The sources are imported one after another, until one has the name that is asked for; all of them when something is
    assigned, or when all names are asked for. A name is rebound in each source that holds the very object that this
    module held until then.
    """

    _surface_sources: List[ModuleType]
    _surface_waiting: List[str]
    _surface_lazy: Dict[str, str]
    _surface_live: Dict[str, Optional[ModuleType]]
    _surface_first: Dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        names = self.__dict__
        if name in names.get("_surface_live", ()):
            return getattr(self._surface_source_of(name), name)
        if name == "__all__" and (names.get("_surface_lazy") or names.get("_surface_waiting")):
            return [public for public in dir(self) if not public.startswith("_")]  # for `import *`
        if name in names.get("_surface_lazy", ()):
            value = names[name] = self._surface_load(name)
            return value
        while not name.startswith("__") and names.get("_surface_waiting"):
            self._surface_import()
            if name in names:
                return names[name]
        return self._surface_submodule(name)

    def _surface_submodule(self, name: str) -> ModuleType:
        """A package's module, by its name.

        Rez's modules import each other, so `import rez.packages` makes `rez.config` usable as well. Ours wait until
        they are asked for.
        """
        if "__path__" in self.__dict__ and not name.startswith("__"):
            from importlib import import_module
            full_name = "%s.%s" % (self.__name__, name)
            try:
                return import_module(full_name)
            except ImportError as e:
                raise AttributeError("module %r has no attribute %r: %s" % (self.__name__, name, e)) from e
        raise AttributeError("module %r has no attribute %r" % (self.__name__, name))

    def _surface_import(self) -> None:
        """Import the next source, and take its names over."""
        from importlib import import_module
        name = self._surface_waiting[0]
        source = import_module(name)
        if name in self._surface_waiting:  # or else another thread was faster
            self._surface_take(source)
            self._surface_waiting.remove(name)

    def _surface_import_all(self) -> None:
        while self._surface_waiting:
            self._surface_import()

    def _surface_take(self, source: ModuleType) -> None:
        names = self.__dict__
        for name, value in source.__dict__.items():
            if not name.startswith("__") and name not in self._surface_live and name not in self._surface_lazy:
                names.setdefault(name, value)
        if source not in self._surface_sources:
            self._surface_sources.append(source)

    def _surface_source_of(self, name: str) -> ModuleType:
        source = self._surface_live[name]
        if source is None:
            self._surface_import_all()
            source = self._surface_live[name] = next(s for s in self._surface_sources if name in s.__dict__)
        return source

    def _surface_load(self, name: str) -> Any:
        from importlib import import_module
        module_name, _, attribute = self._surface_lazy[name].partition(":")
        try:
            value: Any = import_module(module_name)
        except ImportError as e:
            raise AttributeError("module %r has no attribute %r: %s" % (self.__name__, name, e)) from e
        return getattr(value, attribute) if attribute else value

    def __dir__(self) -> List[str]:
        self._surface_import_all()
        return sorted({*self.__dict__, *self._surface_lazy, *self._surface_live})

    def __setattr__(self, name: str, value: object) -> None:
        if name in self._surface_live:
            setattr(self._surface_source_of(name), name, value)
            return
        if not name.startswith("__") and sys.modules.get("%s.%s" % (self.__name__, name)) is not value:
            self._surface_import_all()
            previous = getattr(self, name, _MISSING)
            if previous is not _MISSING:
                self._surface_first.setdefault(name, previous)
                for source in self._surface_sources:
                    if source.__dict__.get(name, _MISSING) is previous:
                        setattr(source, name, value)
        ModuleType.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        # `mock.patch` undoes its work so where it found the name in no dictionary.
        if name in self._surface_live:
            delattr(self._surface_source_of(name), name)
            return
        if name in self._surface_first:
            setattr(self, name, self._surface_first[name])
        ModuleType.__delattr__(self, name)


def surface(module_name: str, *source_names: str, lazy: Optional[Mapping[str, str]] = None,
            live: Sequence[str] = ()) -> None:
    """Turn the module into a surface over the sources.

    Every name of a source but dunders is taken over, unless the module has it already.

    Args:
        module_name: The module.
        source_names: Modules that implement it.
        lazy: Names whose modules are imported when they are first used: "module", or "module:name in it", by name.
            These come before those of the sources.
        live: Names that a source binds anew while it works; they are looked up there each time.
    """
    module = sys.modules[module_name]
    module.__dict__.update(
        _surface_sources=[], _surface_waiting=list(source_names), _surface_lazy=dict(lazy or {}),
        _surface_live=dict.fromkeys(live), _surface_first={})
    module.__class__ = SurfaceModule
    assert isinstance(module, SurfaceModule)
    # What is there costs nothing; the order of the sources is that of precedence.
    while module._surface_waiting and module._surface_waiting[0] in sys.modules:
        module._surface_import()


def renamed(old_name: str, new_name: str) -> None:
    """Have a module's old name stand for the module itself; the one who imports it is warned once.

    Args:
        old_name: Name that was removed in Rez 3.0.
        new_name: Module that has its content now.
    """
    from importlib import import_module

    from pkgrs.base.deprecate import RezDeprecationWarning, warn
    target = import_module(new_name)
    warn("%s was removed in Rez 3.0; import %s instead" % (old_name, new_name), RezDeprecationWarning,
         stacklevel=3)  # of the frames in between, the module's counts, those of the import system don't
    sys.modules[old_name] = target
