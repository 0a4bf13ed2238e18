"""Rez's `rez.vendor`: the libraries it brings, here the installed ones.

`rez.vendor.yaml` is the very module `yaml`, and so on, submodules included, imported when first asked for. The few
libraries that Rez keeps as a package around a module of the same name (`rez.vendor.six.six`) are folders here.
"""
import importlib
import importlib.machinery
import os
import sys

_PREFIX = __name__ + "."
_ELSEWHERE = {
    "pygraph": "pkgrs.base.pygraph",
    "importlib_metadata": "importlib.metadata",
}
_FOLDERS = set(os.listdir(__path__[0]))
_EXTRAS = {"pika": "amqp", "colorama": "colour"}


class _Loader:
    """Hands out a module that is imported under its true name, and leaves its attributes as they are."""

    def __init__(self, target):
        self.target = target

    def create_module(self, spec):
        module = importlib.import_module(self.target)
        self.spec = getattr(module, "__spec__", None)
        return module

    def exec_module(self, module):
        module.__spec__ = self.spec


class _Finder:
    def find_spec(self, fullname, path=None, target=None):
        if not fullname.startswith(_PREFIX):
            return None
        head, dot, rest = fullname[len(_PREFIX):].partition(".")
        if head in _FOLDERS:
            if not rest.startswith(head + "."):
                return None
            rest = rest[len(head) + 1:]
        actual = _ELSEWHERE.get(head, head) + dot + rest
        try:
            importlib.import_module(actual)
        except ImportError as error:
            if error.name and actual.split(".")[0] == error.name.split(".")[0] and not dot:
                raise ModuleNotFoundError(
                    "No module named %r: it stands for the library %r, which is not installed; it comes with the "
                    "extra pkgrs[%s]" % (fullname, head, _EXTRAS.get(head, "vendor")), name=fullname) from error
            return None
        return importlib.machinery.ModuleSpec(fullname, _Loader(actual))


if not any(type(finder).__name__ == "_Finder" and type(finder).__module__ == __name__ for finder in sys.meta_path):
    # First, or the path of the true package would give each submodule a second life.
    sys.meta_path.insert(0, _Finder())
