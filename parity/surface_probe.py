"""Sent to an interpreter of either side: prints, as JSON, what its `rez` and `rezplugins` offer.

It stands alone: only the standard library and `rez`, which is whatever that interpreter has. The answer has a part
each for modules, private names in use, instances, options of the commands, settings, exceptions, loggers and scripts.
"""
import argparse
import functools
import getpass
import importlib
import importlib.metadata
import inspect
import json
import logging
import os
import pkgutil
import re
import socket
import sys
import tempfile
import types
from collections.abc import Mapping

SKIPPED = ("rez.vendor", "rez.tests", "rez.data")
OWN = ("rez", "rezplugins", "pkgrs")
FOREIGN = ("builtins", "_io", "threading", "logging", "argparse", "enum", "typing",
           "collections", "collections.abc")
MACHINE = ("difftool", "editor", "image_viewer")
INSTALLED = {("rez.cli.selftest", "pytest"), ("rez.cli.selftest", "use_pytest"),
             ("rez.utils.colorize", "colorama"), ("rez.utils.graph_utils", "pydot")}  # says what else is installed
UNORDERED = {("ResourceSearchResultFormatter", "fields")}  # made from a set: its order is another in each process
PLAIN = (bool, int, float, str, bytes, type(None))
# Private, but used by clients and by Rez's own tests.
PRIVATE = """
rez:_init_logging rez.version._version:_ReversedComparable rez.version._version:_Comparable rez.version._version:_Bound
rez.cli._complete_util:FilesCompleter rez.cli._util:subcommands rez.bind._utils:check_version
rez.config:_create_locked_config rez.config:_replace_config rez.config:_deprecated_settings rez.config:_Deprecation
rez.config:Config._create_main_config rez.config:Config._swap rez.config:Config._uncache
rez.utils._version:_rez_version rez.exceptions:_NeverError rez.utils.amqp:_publish_message
rez.utils.execution:_get_python_script_files rez.utils.formatting:_readable_units
rez.plugin_managers:plugin_manager._plugin_types rez.plugin_managers:uncache_rezplugins_module_paths
rez.package_repository:package_repository_manager.pool.resource_classes
rez.package_serialise:package_serialise_schema rez.utils.sourcecode:_add_decorator rez.cli.build:_package
rezplugins.shell.sh:SH._addline rezplugins.shell.sh:SH._is_pathed_key rezplugins.shell.sh:SH._bind_interactive_rez
rezplugins.shell._utils.windows:to_posix_path rez.cli._entry_points:check_production_install rez.cli._main:run
rez.resolved_context:ResolvedContext._set_parent_suite rez.utils.resources:LazyAttributeMeta._make_validate_key_impl
""".split()


def module_names():
    for root in ("rez", "rezplugins"):
        package = importlib.import_module(root)
        yield root
        for info in pkgutil.walk_packages(package.__path__, root + ".", onerror=lambda name: None):
            if not info.name.startswith(SKIPPED) and not info.name.endswith("__main__"):
                yield info.name


# -- values ---------------------------------------------------------------------------------------------------------

@functools.lru_cache(maxsize=None)
def places():
    """What differs between machines and installs, longest first, and the name of its role."""
    import rez
    from rez.system import system
    found = {os.path.dirname(os.path.realpath(rez.__file__)): "<rez>", rez.__path__[0]: "<rez>",
             sys.prefix: "<prefix>", os.path.expanduser("~"): "<home>", tempfile.gettempdir(): "<tmp>",
             socket.gethostname(): "<host>", system.os: "<os>", system.arch: "<arch>"}
    return sorted(found.items(), key=lambda item: -len(item[0]))


def text_of(value):
    text = repr(value)
    for place, role in places():
        text = text.replace(place, role)
    return re.sub(r"<(built-in )?(function|method) ([\w.]+)[^<>]*>", r"<function \3>",
                  re.sub(r" at 0x[0-9a-f]+", "", text))


def is_data(value, depth=0):
    """Plain, or a container of plain values all the way down."""
    if type(value) in PLAIN:
        return True
    if depth > 8:
        return False
    if type(value) in (list, tuple):
        return all(is_data(item, depth + 1) for item in value)
    if type(value) in (set, frozenset):
        return all(type(item) in PLAIN for item in value)
    return type(value) is dict and all(is_data(k, depth + 1) and is_data(v, depth + 1) for k, v in value.items())


def data_text(value):
    if isinstance(value, (set, frozenset)):
        return "{%s}" % ", ".join(sorted(map(text_of, value)))
    if isinstance(value, dict):
        return "{%s}" % ", ".join("%s: %s" % (text_of(k), data_text(v)) for k, v in value.items())
    return text_of(value)


# -- modules --------------------------------------------------------------------------------------------------------

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
        if owner is None:
            continue
        if name == "__init__" and owner.__module__ in ("builtins", "abc"):
            continue
        raw = vars(owner)[name]
        found[name] = member(tuple(sorted(raw)) if (owner.__name__, name) in UNORDERED else raw)
        if owner.__module__ in FOREIGN:
            found[name]["foreign"] = True  # comes with the base class, in whichever form this Python gives it
    return found


def member(raw):
    if isinstance(raw, staticmethod):
        return {"kind": "static method", "signature": signature(raw.__func__)}
    if isinstance(raw, classmethod):
        return {"kind": "class method", "signature": signature(raw.__func__)}
    if inspect.isfunction(raw):
        return {"kind": "method", "signature": signature(raw)}
    if isinstance(raw, type):
        return {"kind": "class"}
    if is_data(raw):
        return {"kind": "value", "value": data_text(raw)}
    return {"kind": "attribute"}


def describe(value):
    if isinstance(value, types.ModuleType):
        return {"kind": "module"}
    if isinstance(value, type):
        bases = [c.__name__ for c in value.__mro__[1:] if c is not object]
        return {"kind": "class", "bases": bases, "members": members(value)}
    if inspect.isfunction(value):
        return {"kind": "function", "signature": signature(value)}
    if is_data(value):
        return {"kind": "value", "value": data_text(value)}
    if isinstance(value, re.Pattern):
        return {"kind": "pattern", "value": data_text([value.pattern, value.flags])}
    if isinstance(value, logging.Logger):
        return {"kind": "logger", "value": value.name}
    if callable(value):
        return {"kind": "callable", "signature": signature(value)}
    return {"kind": "object", "type": type(value).__name__}


def describe_module(name):
    try:
        module = importlib.import_module(name)
    except BaseException as error:
        return {"error": "%s: %s" % (type(error).__name__, error)}
    names = {}
    below = {info.name for info in pkgutil.iter_modules(getattr(module, "__path__", ()))}
    for key in sorted(set(dir(module)) - below):  # a submodule is an attribute only once something imported it
        if key.startswith("_") or not hasattr(module, key):
            continue
        value = getattr(module, key)
        origin = getattr(value, "__module__", None)
        if type(value).__name__ in ("_Feature",):
            continue
        names[key] = {"kind": "typing"} if origin == "typing" else describe(value)
        if (name, key) in INSTALLED:
            names[key] = {"kind": "environment"}
        names[key]["library"] = str(origin).startswith("rez.vendor.")
        names[key]["own"] = origin == name or origin is None
    return {"names": names}


def describe_private(path):
    module, _, attribute = path.partition(":")
    try:
        value = importlib.import_module(module)
        for part in attribute.split("."):
            value = getattr(value, part)
    except Exception as error:
        return {"error": "%s: %s" % (type(error).__name__, error)}
    return describe(value)


# -- instances ------------------------------------------------------------------------------------------------------

PACKAGES = {
    "base": {"1.0": {"name": "base", "version": "1.0", "tools": ["tool"]},
             "2.0": {"name": "base", "version": "2.0", "description": "d", "authors": ["a"],
                     "commands": "env.BASE = '{root}'"}},
    "app": {"1.0": {"name": "app", "version": "1.0", "requires": ["base-1+"], "variants": [["~x"], ["base-1"]]}},
}


def make_instances():
    """One object of each class that clients hold in their hands."""
    from rez.package_filter import PackageFilter, PackageFilterList
    from rez.package_order import PerFamilyOrder, SortedOrder
    from rez.package_repository import package_repository_manager
    from rez.packages import get_latest_package, iter_package_families
    from rez.resolved_context import ResolvedContext
    from rez.resolver import Resolver
    from rez.rex import Python, RexExecutor
    from rez.shells import create_shell
    from rez.solver import Solver
    from rez.suite import Suite
    from rez.version import Requirement, RequirementList, Version, VersionRange

    paths = ["memory@surface"]
    repository = package_repository_manager.get_repository(paths[0])
    repository.data = PACKAGES
    package = get_latest_package("app", paths=paths)
    context = ResolvedContext(["app"], package_paths=paths)
    solver = Solver(package_requests=context.requested_packages(), package_paths=paths, context=context)
    solver.solve()
    resolver = Resolver(context, context.requested_packages(), paths)
    resolver.solve()
    yield "ResolvedContext", context
    yield "Solver", solver
    yield "Resolver", resolver
    yield "PackageRepository", repository
    yield "PackageRepositoryManager", package_repository_manager
    yield "PackageFamily", next(iter(iter_package_families(paths=paths)))
    yield "Package", package
    yield "Variant", context.resolved_packages[0]
    yield "Version", Version("1.2")
    yield "VersionToken", Version("1.2")[0]
    yield "VersionRange", VersionRange("1+<2|3")
    yield "Requirement", Requirement("!foo-1")
    yield "RequirementList", RequirementList([Requirement("foo-1"), Requirement("foo-1+")])
    yield "RexExecutor", RexExecutor(interpreter=Python(target_environ={}), parent_environ={})
    yield "Shell", create_shell("bash")
    yield "Suite", Suite()
    yield "PackageFilter", PackageFilter()
    yield "PackageFilterList", PackageFilterList()
    yield "SortedOrder", SortedOrder(True)
    yield "PerFamilyOrder", PerFamilyOrder({})


def describe_instance(thing):
    found = {}
    for name in dir(thing):
        if name.startswith("_"):
            continue
        try:
            value = getattr(thing, name)
        except Exception as error:
            found[name] = "raises %s" % type(error).__name__
            continue
        found[name] = "callable" if callable(value) else type(value).__name__
    return found


def describe_instances():
    return {name: describe_instance(thing) for name, thing in make_instances()}


# -- commands, settings, exceptions, loggers, scripts ---------------------------------------------------------------

def shown_name(option):
    """What help shows for the value of an option."""
    if option.metavar is not None or option.choices is not None or option.nargs == 0:
        return option.metavar
    return option.dest.upper() if option.option_strings else option.dest


def describe_option(option):
    kind = option.type
    return {
        "names": option.option_strings, "dest": option.dest, "nargs": option.nargs,
        "const": None if option.const is None else text_of(option.const), "default": text_of(option.default),
        "type": getattr(kind, "__name__", type(kind).__name__) if kind else "str", "required": option.required,
        "choices": None if option.choices is None else [str(choice) for choice in option.choices],
        "metavar": shown_name(option), "hidden": option.help == argparse.SUPPRESS,
    }


def describe_parser(parser):
    groups = [sorted(action.dest for action in group._group_actions) for group in parser._mutually_exclusive_groups]
    return {"options": [describe_option(action) for action in parser._actions
                        if not isinstance(action, argparse._SubParsersAction)],
            "exclusive": sorted(groups), "usage": parser.usage}


def describe_commands():
    from rez.cli._main import setup_parser
    parser = setup_parser()
    found = {"": describe_parser(parser)}
    commands = next(a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    for name, command in sorted(commands.choices.items()):
        try:
            command.setup_subparser(name, command)
            found[name] = describe_parser(command)
        except Exception as error:
            found[name] = {"error": "%s: %s" % (type(error).__name__, error)}
    return found


def describe_settings():
    """The defaults of all settings, those of plugins with their type and name before them."""
    from rez.config import _create_locked_config
    config = _create_locked_config({})
    found = {}
    for name in config.data:
        if not name.startswith("_") and name != "plugins":
            found[name] = machine_text(name, getattr(config, name))
    for kind in config.plugins:
        found.update(flat_settings("plugins.%s." % kind, getattr(config.plugins, kind)))
    return found


def flat_settings(prefix, values):
    found = {}
    for key in values:
        value = values[key]
        if isinstance(value, Mapping):
            found.update(flat_settings(prefix + key + ".", value))
        else:
            text = text_of(value)
            for mine, role in ((getpass.getuser(), "<user>"), (socket.gethostname(), "<host>")):
                text = re.sub(r"\b%s\b" % re.escape(mine), role, text)
            found[prefix + key] = text
    return found


def machine_text(name, value):
    """A setting whose default is what this machine happens to have stands for that."""
    from rez.utils.platform_ import platform_
    if name == "build_thread_count":
        return "<cores>" if value in (platform_.physical_cores, platform_.logical_cores) else text_of(value)
    if name in MACHINE and value == getattr(platform_, name):  # which is None on a machine that has nothing of the kind
        return "<machine's>"
    return data_text(value)


def subclasses(cls):
    for sub in cls.__subclasses__():
        yield sub
        yield from subclasses(sub)


def describe_exceptions():
    found = {}
    for cls in set(subclasses(Exception)):
        if cls.__module__.split(".")[0] in OWN and not cls.__module__.startswith(SKIPPED):
            found["%s.%s" % (cls.__module__, cls.__name__)] = [
                "%s.%s" % (base.__module__, base.__name__) for base in cls.__mro__[1:]
                if base.__module__.split(".")[0] in OWN + ("builtins",)]
    return found


def describe_loggers():
    names = [name for name, logger in logging.Logger.manager.loggerDict.items()
             if name.startswith("rez") and not name.startswith(SKIPPED) and isinstance(logger, logging.Logger)]
    return {name: logging.getLevelName(logging.getLogger(name).level) for name in names}


def describe_scripts():
    from rez.cli._entry_points import get_specifications
    found = {"specification %s" % name: True for name in get_specifications()}
    for library in ("rez", "pkgrs"):
        try:
            entries = importlib.metadata.distribution(library).entry_points
        except importlib.metadata.PackageNotFoundError:
            continue
        for entry in entries:
            found["%s %s" % (entry.group, entry.name)] = True
    return found


def attempt(function):
    try:
        return function()
    except Exception as error:
        import traceback
        traceback.print_exc()
        return {"error": "%s: %s" % (type(error).__name__, error)}


def main():
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    sys.argv = ["rez"]
    result = {
        "loggers": attempt(describe_loggers),
        "commands": attempt(describe_commands),
        "settings": attempt(describe_settings),
        "instances": attempt(describe_instances),
        "modules": {name: describe_module(name) for name in sorted(set(module_names()))},
        "private": {path: describe_private(path) for path in PRIVATE},
        "scripts": attempt(describe_scripts),
    }
    result["exceptions"] = attempt(describe_exceptions)
    result["loggers"] = attempt(describe_loggers)
    json.dump(result, out, indent=0, sort_keys=True)
    out.close()
    os._exit(0)


main()
