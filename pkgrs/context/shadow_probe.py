"""Sent to the interpreter with the real Rez: resolves the request on its standard input, prints what came of it as JSON.

It stands alone, and names what it needs of `rez` as texts: the `rez` that it gets is not the one beside this file.
"""
from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict

    Data = Dict[str, Any]

# Nothing is to be written, told or found where the first resolve has been before.
QUIET: Data = {
    "memcached_uri": [], "resolve_caching": False, "cache_package_files": False, "cache_listdir": False,
    "cache_packages_path": None, "read_package_cache": False, "write_package_cache": False,
    "context_tracking_host": None,
}


def rez(name: str) -> Any:
    """A module of the other side."""
    return importlib.import_module("rez." + name)


def resolved(request: Data) -> Any:
    """The context for the request."""
    config = rez("config").config
    for name, value in dict(QUIET, **request["settings"]).items():
        config.override(name, value)
    config.override("implicit_packages", request["implicit"])
    from_pod = rez("package_order").from_pod
    return rez("resolved_context").ResolvedContext(
        request["requests"], timestamp=request["timestamp"], building=request["building"], testing=request["testing"],
        caching=False, package_paths=request["paths"], package_caching=False,
        package_filter=rez("package_filter").PackageFilterList.from_pod(request["filter"]),
        package_orderers=[from_pod(pod) for pod in request["orderers"]])


def outcome(request: Data) -> Data:
    """What came of the request: status and packages, or the error."""
    try:
        context = resolved(request)
    except (Exception, SystemExit) as error:
        return {"error": type(error).__name__, "message": str(error)}
    result: Data = {"status": context.status.name, "failure": context.failure_description,
              "solve_time": context.solve_time, "load_time": context.load_time,
              "graph": context.to_dict(fields=["graph"]).get("graph")}
    if context.success:
        result["handles"] = [variant.handle.to_dict() for variant in context.resolved_packages]
        result["packages"] = [[variant.qualified_name, handle["variables"].get("location")]
                              for variant, handle in zip(context.resolved_packages, result["handles"])]
        result["ephemerals"] = [str(request) for request in context.resolved_ephemerals]
    return result


def main() -> None:
    """Read a request as JSON from standard input, and print the answer as JSON."""
    request = json.loads(sys.stdin.buffer.read().decode("utf-8"))
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    # This file's folder is first on the path, and what is beside it is not for this side.
    sys.path[:] = [path for path in sys.path if os.path.abspath(path or ".") != os.path.dirname(os.path.abspath(__file__))]
    try:
        version = importlib.import_module("rez").__version__
    except Exception as error:
        answer = {"wrong": "%s has no rez: %s: %s" % (sys.executable, type(error).__name__, error)}
    else:
        if "pkgrs" in sys.modules:
            answer = {"wrong": "%s has pkgrs, not the real Rez" % sys.executable}
        else:
            with contextlib.redirect_stdout(sys.stderr):
                answer = dict(outcome(request), version=version)
    json.dump(answer, answers)
    answers.close()


if __name__ == "__main__":
    main()
