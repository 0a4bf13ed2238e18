"""Modules of a side that are run once, and are given to each fork that imports them.

A module is kept if what it does when it is imported depends on nothing but variables of the environment that are known:
it is given to a fork only where these are as they were. One that does anything that is felt outside of modules (it reads
a file, sets a variable, has something called at the end, starts to log), and what imports such a one, is not kept.

To a fork that imports none of them it is as if there were none: they are not in `sys.modules`, and no attributes of their
packages. One that is imported imports what it did, in that order.

It stands alone, as `warm.py` does, which uses it.
"""
import atexit
import builtins
import importlib
import importlib.machinery
import importlib.util
import logging
import os
import signal
import sys
import threading
import warnings

_FELT = [(atexit, "register"), (signal, "signal"), (logging.Handler, "__init__"), (logging.Logger, "setLevel"),
         (logging.Logger, "addHandler"), (warnings, "filterwarnings"), (warnings, "simplefilter"), (os, "getcwd"),
         (os, "chdir"), (os, "umask"), (os, "getpid"), (threading.Thread, "start"), (sys, "setrecursionlimit")]
_FELT_EVENTS = ("open", "os.listdir", "os.scandir", "os.putenv", "os.unsetenv", "subprocess.", "socket.", "os.fork",
                "os.mkdir", "os.remove", "tempfile.")


class Survey:
    """Notes what modules do as they are imported. It is for a process that does nothing else: what it sets up stays.

    Args:
        is_own: Whether a module of this name is one that may be kept.
        varying: Variables that have other values in each fork, so that what asks for one is not to be kept.
    """

    def __init__(self, is_own, varying):
        self.is_own, self.varying = is_own, set(varying)
        self.order = []  # in which they were done
        self.imported = {}  # name of a module: what it imported
        self.asked = {}  # name of a module: the variables it asked for, and their values
        self.felt = set()  # modules that are not to be kept
        self._running = []
        self._listen()

    def found(self):
        """The modules that can be kept, in the order in which they were done: the name, what it imports, and the variables
        with the values that they must have."""
        whole = {name: self._whole(name) for name in self.order}
        result = []
        for name in self.order:
            if whole[name].issubset(self.order) and not whole[name] & self.felt:
                asked = {}
                for other in whole[name]:
                    asked.update(self.asked.get(other, {}))
                result.append([name, self.imported[name], asked])
        return result

    def _whole(self, name):
        """The module and all own ones that it has imported, and that these have."""
        found, waiting = set(), [name]
        while waiting:
            one = waiting.pop()
            if one and one not in found:
                found.add(one)
                waiting.extend(self.imported.get(one, ()))
                waiting.append(one.rpartition(".")[0])
        return found

    def _involved(self):
        """The modules that are being run, and those whose functions they have called: what these keep is of the same."""
        if not self._running:
            return ()
        found, frame = set(self._running), sys._getframe(1)
        while frame is not None:
            name = frame.f_globals.get("__name__", "")
            if self.is_own(name):
                found.add(name)
            frame = frame.f_back
        return found

    def _feel(self):
        self.felt.update(self._running)

    def _listen(self):
        survey, execute, look_up = self, importlib.machinery.SourceFileLoader.exec_module, os._Environ.__getitem__
        imports = builtins.__import__

        def exec_module(loader, module):
            name = module.__name__
            if not survey.is_own(name):
                return execute(loader, module)
            survey._note([name])
            survey.imported[name] = []
            survey._running.append(name)
            try:
                execute(loader, module)
            finally:
                survey._running.pop()
            survey.order.append(name)
            if sys.modules.get(name) is not module:  # it has put something else in its place
                survey.felt.add(name)

        def noted_import(name, globals=None, locals=None, fromlist=(), level=0):
            result = imports(name, globals, locals, fromlist, level)
            if survey._running and globals and globals.get("__name__") == survey._running[-1]:
                full = importlib.util.resolve_name("." * level + name, globals.get("__package__")) if level else name
                parts = full.split(".")
                survey._note([".".join(parts[:number + 1]) for number in range(len(parts))])
                survey._note(["%s.%s" % (full, item) for item in fromlist or ()])
            return result

        def getitem(environ, key):
            if key in survey.varying:
                survey._feel()
            value = environ._data.get(environ.encodekey(key))
            for module in survey._involved():
                survey.asked.setdefault(module, {})[os.fsdecode(key)] = None if value is None else os.fsdecode(value)
            return look_up(environ, key)

        def iterate(environ):
            survey._feel()
            return iter([environ.decodekey(key) for key in list(environ._data)])

        def event(name, arguments):
            if survey._running and name.startswith(_FELT_EVENTS) and not self._is_of_python(name, arguments):
                survey._feel()

        importlib.machinery.SourceFileLoader.exec_module = exec_module
        builtins.__import__ = noted_import
        os._Environ.__getitem__, os._Environ.__iter__ = getitem, iterate
        for place, name in _FELT:
            setattr(place, name, self._feeling(getattr(place, name)))
        sys.addaudithook(event)

    def _note(self, names):
        """What the module that is being run has imported."""
        if self._running:
            mine = self.imported[self._running[-1]]
            mine.extend(name for name in names if self.is_own(name) and name in sys.modules and name not in mine)

    def _is_of_python(self, name, arguments):
        """Whether an event is part of an import: the reading of code, the listing of a folder of modules."""
        path = str(arguments[0]) if arguments else ""
        if name == "open":
            return path.endswith((".py", ".pyc", ".so")) or ".pyc." in path or path == "None"
        if name == "os.mkdir":
            return path.endswith("__pycache__")
        return name in ("os.listdir", "os.scandir") and (path in sys.path or os.path.exists(os.path.join(path, "__init__.py")))

    def _feeling(self, function):
        def called(*args, **kwargs):
            self._feel()
            return function(*args, **kwargs)
        return called


class Kept:
    """A finder of modules that have been run. It takes them out of the process, as if they had not been imported."""

    def __init__(self, found):
        self._modules, self._gone = {}, set()
        names = {name for name, _, _ in found}
        self._imports = {name: imported for name, imported, _ in found}
        self._asked = {name: asked for name, _, asked in found}
        self._users = {name: set() for name in names}
        for name in names:
            waiting, seen = [name], set()
            while waiting:
                one = waiting.pop()
                if one in names and one not in seen:
                    seen.add(one)
                    self._users[one].add(name)
                    waiting.extend(self._imports[one] + [one.rpartition(".")[0]])
        self._overlaid = {name: {} for name in names}  # attributes with the name of a module that are something else
        for name in names:
            self._modules[name] = sys.modules.pop(name)
        for name, module in self._modules.items():
            parent, _, child = name.rpartition(".")
            if parent in names and child in vars(self._modules[parent]):
                if vars(self._modules[parent])[child] is module:
                    delattr(self._modules[parent], child)
                else:
                    self._overlaid[parent][child] = vars(self._modules[parent])[child]

    def find_spec(self, name, path=None, target=None):
        if name not in self._asked or not self._can_be_taken(name):
            return None
        origin = self._modules[name].__spec__
        spec = importlib.machinery.ModuleSpec(name, _Loader(self, origin), origin=origin.origin)
        spec.submodule_search_locations, spec.cached = origin.submodule_search_locations, origin.cached
        spec.has_location = origin.has_location
        return spec

    def _can_be_taken(self, name):
        if name not in self._gone and all(os.environ.get(key) == value for key, value in self._asked[name].items()):
            return True
        self._gone.update(self._users[name])
        return False

    def taken(self, name):
        """The module, which from now on is for its importer, so that it is run anew if it is imported once more."""
        self._gone.add(name)
        return self._modules[name]

    def complete(self, module):
        """Import what the module has imported."""
        for name in self._imports[module.__name__]:
            if name not in sys.modules:
                self._import(name)
        vars(module).update(self._overlaid[module.__name__])

    def _import(self, name):
        """Do what `import` does, which takes long for so many modules; what is not kept is left to it."""
        package, _, child = name.rpartition(".")
        if package and package not in sys.modules:
            self._import(package)
            if name in sys.modules:
                return
        if name not in self._asked or not self._can_be_taken(name):
            importlib.import_module(name)
            return
        module = sys.modules[name] = self.taken(name)
        self.complete(module)
        if package:
            setattr(sys.modules[package], child, module)


class _Loader:
    """Loads a module that is kept; what else is asked of it the module's own loader knows."""

    def __init__(self, kept, origin):
        self._kept, self._origin = kept, origin

    def create_module(self, spec):
        return self._kept.taken(spec.name)

    def exec_module(self, module):
        module.__spec__ = self._origin
        self._kept.complete(module)

    def __getattr__(self, name):
        return getattr(self._origin.loader, name)
