"""Shadow mode: each resolve is also done by a real Rez, and what differs is logged.

Where the answer used is ours, that happens in the background: what is done here is to write the question to an unnamed
file and to start `shadow_run.py` on it. Where it is Rez's, its answer is waited for, within the time limit; without one
ours is used. Nothing that goes wrong with the other side gets out of here.
"""
from __future__ import annotations

import os
import sys

from pkgrs.base.deferred import Deferred
from pkgrs.config.config import config
from pkgrs.context.preferences import is_deferred
from pkgrs.context.shadow_settings import Shadow
from pkgrs.resolve.resolver import Resolver, ResolverStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional

    Data = Dict[str, Any]

_RUN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shadow_run.py")
# What else a resolve depends on: the other side reads the same files, but knows nothing of overrides in this process.
_PASSED_ON = ("variant_select_mode", "allow_unversioned_packages", "prune_failed_graph",
              "error_on_missing_variant_requires")
_children: List[Any] = []


def solve(context: Any, resolver: Resolver, section: Data, unlimited: bool) -> None:
    """Have the resolver solve, and the same done by the other side.

    Args:
        context: Whose request it is.
        resolver: Has the outcome afterwards; Rez's, if the settings say so and there is one.
        section: The settings, as configured.
        unlimited: Whether the solve ends by itself, not by a limit or a callback that the other side does not have.

    Raises:
        As `Resolver.solve` does, or as the other side did, if its answer is the one that is used.
    """
    import time

    start = time.time()
    error: Optional[Exception] = None
    try:
        resolver.solve()
    except Exception as problem:
        error = problem
    seconds = time.time() - start
    answer = None
    try:
        answer = _ask(context, resolver, error, section, unlimited, seconds)
    except Exception:  # a fault of this is never to be felt
        answer = None
    if answer:
        error = _use(answer, resolver, error)
    if error is not None:
        raise error


def _ask(context: Any, resolver: Resolver, error: Optional[Exception], section: Data, unlimited: bool,
         seconds: float) -> Optional[Data]:
    """Start the other side; its answer, if that is to be used."""
    shadow = Shadow.of(section)
    if not shadow.takes_part():
        return None
    question = {
        "request": _request(context, resolver), "pkgrs": _outcome(resolver, error), "answer": shadow.answer,
        "reference": shadow.reference, "time_limit": shadow.time_limit, "jobs": shadow.jobs, "log": shadow.log,
        "log_size": shadow.log_size, "seconds": round(seconds, 3), "wait": shadow.answer == "rez",
        "skip": _why_not(context, unlimited) or shadow.problem,
    }
    return _started(question)


def _request(context: Any, resolver: Resolver) -> Data:
    return {
        "requests": [str(request) for request in context.requested_packages()],
        "implicit": [str(request) for request in context.implicit_packages],
        "paths": list(context.package_paths), "timestamp": context.requested_timestamp,
        "filter": [] if is_deferred(context, "package_filter") else context.package_filter.to_pod(),
        "orderers": _orderers(resolver),
        "building": bool(context.building), "testing": bool(context.testing),
        "settings": {name: _plain(getattr(config, name)) for name in _PASSED_ON},
    }


def _orderers(resolver: Resolver) -> List[Data]:
    if not resolver.package_orderers:
        return []
    from pkgrs.package.order import to_pod

    return [to_pod(orderer) for orderer in resolver.package_orderers]


def _plain(value: Any) -> Any:
    return getattr(value, "name", value)


def _outcome(resolver: Resolver, error: Optional[Exception]) -> Data:
    """What came of a resolve, in the form in which the other side tells it."""
    if error is not None:
        return {"error": type(error).__name__, "message": str(error)}
    result: Data = {"status": resolver.status.name, "failure": resolver.failure_description}
    if resolver.status == ResolverStatus.solved:
        result["packages"] = [
            [variant.qualified_name, variant.handle.to_dict()["variables"].get("location")]
            for variant in resolver.resolved_packages or ()]
        result["ephemerals"] = [str(request) for request in resolver.resolved_ephemerals or ()]
    return result


def _why_not(context: Any, unlimited: bool) -> str:
    if not unlimited:
        return "the solve had a limit or a callback"
    if any(path.startswith("memory@") for path in context.package_paths):
        return "a repository is in memory"
    return ""


def _started(question: Data) -> Optional[Data]:
    import json
    import subprocess
    import tempfile

    _children[:] = [child for child in _children if child.poll() is None]
    wait = question["wait"] and not question["skip"]
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps(question).encode("utf-8"))
        file.seek(0)
        child = subprocess.Popen(
            [_interpreter(question["reference"]), "-I", "-B", _RUN], stdin=file, stderr=subprocess.DEVNULL,
            stdout=subprocess.PIPE if wait else subprocess.DEVNULL, start_new_session=True, close_fds=True)
    if not wait:
        _children.append(child)
        return None
    try:
        output, _ = child.communicate(timeout=question["time_limit"] + 10)
    except BaseException:
        child.kill()
        child.wait()
        raise
    answer: Optional[Data] = json.loads(output.decode("utf-8")) if output else None
    return answer


def _interpreter(reference: str) -> str:
    """What runs the other side's keeper: this Python, unless it is inside of another program."""
    named = os.path.basename(sys.executable or "")
    return sys.executable if named.startswith(("python", "pypy")) else reference


def _use(answer: Data, resolver: Resolver, error: Optional[Exception]) -> Optional[Exception]:
    """Take over the other side's answer; the error to raise, if it is one."""
    if "error" in answer:
        if error is not None and (type(error).__name__, str(error)) == (answer["error"], answer["message"]):
            return error
        return _error(answer)
    try:
        for handle in answer.get("handles") or ():
            _ = resolver._get_variant(handle).requires  # raises if there is no such variant here
        resolver._set_result({
            "status": ResolverStatus[answer["status"]], "graph": Deferred(lambda: _graph(answer["graph"])),
            "solve_time": answer["solve_time"], "load_time": answer["load_time"],
            "failure_description": answer["failure"], "variant_handles": answer.get("handles"),
            "ephemerals": _requirements(answer.get("ephemerals")),
        })
    except Exception:
        return error
    return None


def _graph(text: Optional[str]) -> Any:
    from pkgrs.base.dot import read_graph_from_string

    return read_graph_from_string(text) if text else None


def _requirements(texts: Any) -> Any:
    from pkgrs.version.requirement import Requirement

    return [Requirement(text) for text in texts or ()]


def _error(answer: Data) -> Exception:
    from pkgrs import errors, tool_errors

    kind = getattr(errors, answer["error"], getattr(tool_errors, answer["error"], errors.RezError))
    error: Exception = kind(answer["message"])
    return error
