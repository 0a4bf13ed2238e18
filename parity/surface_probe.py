"""Sent to an interpreter of either side: prints, as JSON, what can be imported from its `rez` and `rezplugins`.

It stands alone: only the standard library and `rez`, which is whatever that interpreter has.
"""
import importlib
import inspect
import json
import os
import pkgutil
import sys
import types

SKIPPED = ("rez.vendor", "rez.tests", "rez.data")
FOREIGN = ("builtins", "_io", "threading", "logging", "argparse", "enum", "typing", "collections")
PLAIN = (bool, int, float, str, bytes, type(None))


def module_names():
    for root in ("rez", "rezplugins"):
        package = importlib.import_module(root)
        yield root
        for info in pkgutil.walk_packages(package.__path__, root + ".", onerror=lambda name: None):
            if not info.name.startswith(SKIPPED) and not info.name.endswith("__main__"):
                yield info.name


def default(value):
    if isinstance(value, PLAIN):
        return repr(value)
    if isinstance(value, (list, tuple, dict, set)) and not value:
        return repr(value)
    if isinstance(value, type):
        return value.__name__
    return "<%s>" % type(value).__name__


def signature(function):
    """Parameters as [name, kind, default or None], or None where Python can't tell."""
    try:
        found = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    return [[p.name, p.kind.name, None if p.default is p.empty else default(p.default)]
            for p in found.parameters.values()]


def members(cls):
    found = {}
    for name in dir(cls):
        if name.startswith("_") and name != "__init__":
            continue
        owner = next((c for c in cls.__mro__ if name in vars(c)), None)
        if owner is None or (owner is not cls and owner.__module__ in FOREIGN):
            continue
        if name == "__init__" and owner.__module__ in ("builtins", "abc"):
            continue
        raw = vars(owner)[name]
        found[name] = member(cls, name, raw)
    return found


def member(cls, name, raw):
    if isinstance(raw, staticmethod):
        return {"kind": "static method", "signature": signature(raw.__func__)}
    if isinstance(raw, classmethod):
        return {"kind": "class method", "signature": signature(raw.__func__)}
    if inspect.isfunction(raw):
        return {"kind": "method", "signature": signature(raw)}
    if isinstance(raw, type):
        return {"kind": "class"}
    if isinstance(raw, PLAIN):
        return {"kind": "value", "value": repr(raw)}
    return {"kind": "attribute"}


def describe(value):
    if isinstance(value, types.ModuleType):
        return {"kind": "module"}
    if isinstance(value, type):
        bases = [c.__name__ for c in value.__mro__[1:] if c is not object]
        return {"kind": "class", "bases": bases, "members": members(value)}
    if inspect.isfunction(value):
        return {"kind": "function", "signature": signature(value)}
    if isinstance(value, PLAIN):
        return {"kind": "value", "value": repr(value).replace(sys.prefix, "<prefix>")}
    if callable(value):
        return {"kind": "callable", "signature": signature(value)}
    return {"kind": "object"}


def describe_module(name):
    try:
        module = importlib.import_module(name)
    except BaseException as error:
        return {"error": "%s: %s" % (type(error).__name__, error)}
    names = {}
    for key, value in sorted(vars(module).items()):
        if key.startswith("_") or isinstance(value, types.ModuleType):
            continue
        origin = getattr(value, "__module__", None)
        if type(value).__name__ in ("_Feature",) or origin == "typing":
            continue
        names[key] = describe(value)
        names[key]["own"] = origin == name or origin is None
    return {"names": names}


def main():
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    sys.argv = ["rez"]
    result = {name: describe_module(name) for name in sorted(set(module_names()))}
    json.dump(result, out, indent=0, sort_keys=True)
    out.close()
    os._exit(0)


main()
