"""Contexts as plain data, and as the text of `.rxt` files."""
from __future__ import annotations

import os
import sys

from pkgrs.base.deferred import Deferred
from pkgrs.context.preferences import empty_filter, is_deferred, unlocked
from pkgrs.resolve.resolver import ResolverStatus
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Optional, Sequence

    Data = Dict[str, Any]


def _strings(values: Any) -> Any:
    return [str(value) for value in values or ()]


def _graph_text(context: Any) -> Optional[str]:
    text: Optional[str] = context.graph_string
    if text and text.startswith("{"):
        return text
    undrawn = vars(context).get("graph_")
    if isinstance(undrawn, Deferred) and hasattr(undrawn.make, "compact_text"):
        return undrawn.make.compact_text()
    from pkgrs.base.dot import write_compacted

    graph = context.graph()
    return None if graph is None else write_compacted(graph)


def _handles(context: Any) -> Any:
    handles = []
    for variant in context.resolved_packages or ():
        handle = variant.handle.to_dict()
        context._adjust_variant_for_bundling(handle, out=True)
        handles.append(handle)
    return handles


def _attribute(name: str) -> Callable[[Any], Any]:
    return lambda context: getattr(context, name)


def _orderers(context: Any) -> Any:
    if is_deferred(context, "package_orderers") or not context.package_orderers:
        return None
    from pkgrs.package.order import to_pod
    return [to_pod(orderer) for orderer in context.package_orderers]


# How each key is made, in the order of the keys.
_WRITERS: Dict[str, Callable[[Any], Any]] = {
    "resolved_packages": _handles,
    "resolved_ephemerals": lambda c: _strings(c.resolved_ephemerals),
    "serialize_version": lambda c: ".".join(map(str, c.serialize_version)),
    "patch_locks": lambda c: {name: lock.name for name, lock in c.patch_locks.items()},
    "package_orderers": _orderers,
    "package_filter": lambda c: [] if is_deferred(c, "package_filter") else c.package_filter.to_pod(),
    "graph": _graph_text,
    "timestamp": _attribute("timestamp"),
    "requested_timestamp": _attribute("requested_timestamp"),
    "building": _attribute("building"),
    "testing": _attribute("testing"),
    "caching": _attribute("caching"),
    "implicit_packages": lambda c: _strings(c.implicit_packages),
    "package_requests": lambda c: _strings(c.requested_packages()),
    "package_paths": _attribute("package_paths"),
    "append_sys_path": _attribute("append_sys_path"),
    "package_caching": _attribute("package_caching"),
    "package_cache_async": _attribute("package_cache_async"),
    "default_patch_lock": lambda c: "no_lock" if is_deferred(c, "default_patch_lock") else c.default_patch_lock.name,
    "rez_version": _attribute("rez_version"),
    "rez_path": _attribute("rez_path"),
    "user": _attribute("user"),
    "host": _attribute("host"),
    "platform": _attribute("platform"),
    "arch": _attribute("arch"),
    "os": _attribute("os"),
    "created": _attribute("created"),
    "parent_suite_path": _attribute("parent_suite_path"),
    "suite_context_name": _attribute("suite_context_name"),
    "status": lambda c: c.status_.name,
    "failure_description": _attribute("failure_description"),
    "from_cache": _attribute("from_cache"),
    "solve_time": _attribute("solve_time"),
    "load_time": _attribute("load_time"),
    "num_loaded_packages": _attribute("num_loaded_packages"),
}


def to_dict(context: Any, fields: Optional[Sequence[str]] = None) -> Data:
    """See `ResolvedContext.to_dict`."""
    return {key: write(context) for key, write in _WRITERS.items() if fields is None or key in fields}


def to_text(data: Data) -> str:
    """Get the text of a file that holds the data."""
    from pkgrs.base.json_text import dumps

    return dumps(data)


def from_text(text: str) -> Any:
    """Get the data that a file's text holds: JSON, or YAML as old versions wrote it.

    Raises:
        ValueError: The text is not valid JSON, although it begins like it.
        yaml.YAMLError: The text is not valid YAML.
    """
    import json

    if text.startswith("{"):
        return json.loads(text)
    from pkgrs.base.yaml import load_yaml_text

    return load_yaml_text(text)


def fill(context: Any, d: Data, identifier: Optional[str] = None) -> None:
    """Set a context's attributes from plain data.

    Args:
        context: A context with nothing in it.
        d: The data.
        identifier: What messages call it.

    Raises:
        KeyError: Something is missing in the data.
    """
    version = tuple(int(part) for part in str(d["serialize_version"]).split("."))
    if version[0] > context.serialize_version[0]:
        _warn_of_newer(version, context.serialize_version, identifier)

    context.verbosity = d.get("verbosity", 0)
    _copy(context, d, "timestamp", "building", "caching")
    context.testing = d.get("testing", False)
    context.implicit_packages = [PackageRequest(request) for request in d["implicit_packages"]]
    context._package_requests = [PackageRequest(request) for request in d["package_requests"]]
    _copy(context, d, "package_paths", "rez_version", "rez_path", "user", "host", "platform", "arch", "os", "created")
    context.status_ = ResolverStatus[d["status"]]
    _copy(context, d, "failure_description", "solve_time", "load_time")
    context.graph_string = d["graph"]
    _fill_resolve(context, d, version)
    _fill_newer_keys(context, d)


def _copy(context: Any, d: Data, *keys: str) -> None:
    for key in keys:
        setattr(context, key, d[key])


def _fill_resolve(context: Any, d: Data, version: Any) -> None:
    from pkgrs.package.find import get_variant

    variants = []
    for handle in d["resolved_packages"]:
        if version < (4, 0):
            from pkgrs.definition.legacy import convert_old_variant_handle

            handle = convert_old_variant_handle(handle)
        handle = _copied(handle)
        context._adjust_variant_for_bundling(handle, out=False)
        variants.append(get_variant(handle, context=context))
    context._resolved_packages = variants
    context._resolved_ephemerals = [Requirement(request) for request in d.get("resolved_ephemerals", ())]


def _copied(handle: Data) -> Data:
    """The handle in a form that can be changed without changing the data it came from."""
    if isinstance(handle.get("variables"), dict):
        return dict(handle, variables=dict(handle["variables"]))
    return handle


def _orderers_from(pods: Any) -> Any:
    if not pods:
        return None
    from pkgrs.package.order import PackageOrderList, from_pod
    return PackageOrderList([from_pod(pod) for pod in pods])


def _filter_from(pods: Any) -> Any:
    if pods == []:
        return Deferred(empty_filter)
    from pkgrs.package.filter import PackageFilterList
    return PackageFilterList.from_pod(pods)


def _fill_newer_keys(context: Any, d: Data) -> None:
    """Keys that files of older versions do not have."""
    context.requested_timestamp = d.get("requested_timestamp", 0)
    context.parent_suite_path = d.get("parent_suite_path")
    context.suite_context_name = d.get("suite_context_name")
    default, locks = d.get("default_patch_lock", "no_lock"), dict(d.get("patch_locks", {}))
    if default != "no_lock" or locks:
        from pkgrs.context.locks import PatchLock
        context.default_patch_lock = PatchLock[default]
        context.patch_locks = {name: PatchLock[lock] for name, lock in locks.items()}
    else:
        context.default_patch_lock, context.patch_locks = unlocked(), {}
    context.from_cache = d.get("from_cache", False)
    context.package_orderers = _orderers_from(d.get("package_orderers"))
    context.package_filter = _filter_from(d.get("package_filter", []))
    context.num_loaded_packages = d.get("num_loaded_packages", -1)
    context.append_sys_path = d.get("append_sys_path", True)
    context.package_caching = d.get("package_caching", True)
    context.package_cache_async = d.get("package_cache_async", True)


def _warn_of_newer(version: Any, known: Any, identifier: Optional[str]) -> None:
    words = ["The context"]
    if identifier:
        words.append("in %s" % identifier)
    words.append("was written by a newer version of Rez. The load may fail (serialize version %s > %s)" % (
        ".".join(map(str, version)), ".".join(map(str, known))))
    print(" ".join(words), file=sys.stderr)


def adjust_location(handle: Data, bundle: str, out: bool) -> None:
    """Name the repository that a variant is in relative to the bundle that it is in; or turn that back.

    Args:
        handle: The variant's handle as a dict, which is changed in place.
        bundle: Path of the bundle.
        out: True to name it relative to the bundle, False to turn that back.
    """
    from pkgrs.base.paths import is_subdirectory

    variables = handle["variables"]
    location = variables["location"]
    if variables["repository_type"] != "filesystem":
        return
    if out:
        if is_subdirectory(location, bundle):
            variables["location"] = os.path.relpath(os.path.realpath(location), os.path.realpath(bundle))
    elif not os.path.isabs(location):
        variables["location"] = os.path.join(bundle, location)
