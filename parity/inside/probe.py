"""Sent to an interpreter of either side: reads steps as JSON, does them with that side's `rez`, prints JSON.

It stands alone with `values.py`: only the standard library and `rez`, which is whatever that interpreter has.
"""
import ast
import importlib
import io
import json
import logging
import os
import sys
import traceback
from contextlib import contextmanager, redirect_stderr, redirect_stdout

from values import attempt, failure, plain

#: Shells whose classes there are on each system, by their class's name.
WINDOWS = {"cmd": "CMD", "powershell": "PowerShell", "gitbash": "GitBash"}
SHELLS = ["bash", "sh", "zsh", "csh", "tcsh", "pwsh", *WINDOWS]


def printed(function, *args, **kwargs):
    out = io.StringIO()
    try:
        function(*args, buf=out, **kwargs)
    except Exception as error:
        return failure(error)
    return out.getvalue()


def do_resolve(step):
    from rez.resolved_context import ResolvedContext
    arguments = dict(step.get("arguments", {}))
    if "filter" in step:
        from rez.package_filter import PackageFilterList
        arguments["package_filter"] = PackageFilterList.from_pod(step["filter"])
    if "orderers" in step:
        from rez.package_order import from_pod
        arguments["package_orderers"] = [from_pod(item) for item in step["orderers"]]
    verbose = io.StringIO()
    try:
        with redirect_stdout(verbose):
            context = ResolvedContext(step["resolve"], **arguments)
    except Exception as error:
        return dict(failure(error), output=verbose.getvalue())
    result = {
        "output": verbose.getvalue(),
        "status": context.status.name,
        "requested": [str(r) for r in context.requested_packages(True)],
        "failure": context.failure_description,
        "rxt": in_order(attempt(context.to_dict)),
        "graph": graph(context),
        "print": {str(v): printed(context.print_info, verbosity=v) for v in (0, 1, 2)},
    }
    if context.success:
        result["resolved"] = [variant.qualified_name for variant in context.resolved_packages]
        result["handles"] = [plain(variant.handle.to_dict()) for variant in context.resolved_packages]
        result["ephemerals"] = [str(r) for r in context.resolved_ephemerals]
        result["tools"] = attempt(context.get_tools)
        result["conflicting"] = attempt(context.get_conflicting_tools)
        result["print_tools"] = printed(context.print_tools)
    result["environ"] = environ_of(context)
    for shell in step.get("shells", SHELLS if context.success else []):
        result["code " + shell] = attempt(shell_code, context, shell)
    return result


def shell_code(context, name):
    """What `get_shell_code` gives; Windows' shells, which Rez offers there alone, are handed to it."""
    if name not in WINDOWS:
        return context.get_shell_code(name)
    import importlib
    from unittest import mock
    module = importlib.import_module("rezplugins.shell." + name)
    cls = getattr(module, WINDOWS[name])
    if name == "gitbash":  # which Rez imports on Windows alone
        module.to_posix_path = importlib.import_module("rezplugins.shell._utils.windows").to_posix_path
    cls.syspaths = ["C:\\Windows\\system32", "C:\\Windows"]  # in place of asking a registry
    with mock.patch("rez.resolved_context.create_shell", lambda *args, **kwargs: cls()):
        return context.get_shell_code(name)


def environ_of(context):
    return attempt(context.get_environ, parent_environ={"PATH": "/usr/bin:/bin"})


def graph(context):
    for as_dot in (True, False):
        try:
            made = context.graph(as_dot=as_dot)
        except Exception as error:
            return failure(error)
        if made is None:
            return None
        if as_dot:
            return sorted(str(made).splitlines())
    return None


def in_order(rxt):
    """The data of a context, the edges of its graph sorted: Rez takes some of them from a set."""
    graph = rxt.get("graph") if isinstance(rxt, dict) else None
    if isinstance(graph, str):
        data = ast.literal_eval(graph)
        data["edges"] = [(attributes, sorted(edges)) for attributes, edges in data.get("edges", [])]
        rxt["graph"] = repr(data)
    return rxt


def do_config(step):
    from rez.config import _create_locked_config, config, create_config
    if "overrides" in step:
        for name in step["config"]:  # Rez takes what has been read for overridden: let that not depend on other steps
            attempt(getattr, config, name)
        config = create_config(overrides=step["overrides"])
    if "locked" in step:
        config = _create_locked_config(step["locked"])
    names = step["config"]
    if names in (True, "*"):
        return attempt(lambda: config.data)
    result = {}
    for name in names:
        def read(name=name):
            value = config
            for part in name.split("."):
                value = getattr(value, part)
            return value
        result[name] = attempt(read)
    return result


@contextmanager
def redirect_log(stream):
    """Context in which log messages go to the stream, whichever step was the first to import rez."""
    import rez  # noqa: F401
    handlers = [h for h in logging.getLogger("rez").handlers if isinstance(h, logging.StreamHandler)]
    before = [h.stream for h in handlers]
    try:
        for handler in handlers:
            handler.stream = stream
        yield
    finally:
        for handler, former in zip(handlers, before):
            handler.stream = former


def do_python(step):
    """Runs the code; what it leaves in `result`, or its error, and what it printed."""
    out, err = io.StringIO(), io.StringIO()
    scope = {"__name__": "scenario", "attempt": attempt, "printed": printed}
    result = {}
    with redirect_stdout(out), redirect_stderr(err), redirect_log(err):
        try:
            exec(compile(step["python"], "<scenario>", "exec"), scope)
            result["result"] = plain(scope.get("result"))
        except BaseException as error:
            result.update(failure(error))
            if step.get("traceback"):
                result["traceback"] = traceback.format_exc()
    result["stdout"] = out.getvalue()
    result["stderr"] = err.getvalue()
    return result


def warm_up():
    """Imports what commands need, so that each fork has it."""
    for name in ("rez.cli._main", "rez.resolved_context", "rez.packages", "rez.suite", "rez.developer_package",
                 "inspect", "shutil", "subprocess", "tempfile"):
        importlib.import_module(name)


def do_command(step):
    """Runs a command in a fork of this process, which is much faster than a process of its own."""
    import tempfile
    warm_up()
    name, *rest = step["command"]
    with tempfile.TemporaryFile("w+b") as out, tempfile.TemporaryFile("w+b") as err, \
            tempfile.TemporaryFile("w+b") as given:
        given.write(step.get("stdin", "").encode("utf-8"))
        given.seek(0)
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if not child:
            for number, file in enumerate((given, out, err)):
                os.dup2(file.fileno(), number)
            os._exit(run_command(name, rest, step))
        status = os.waitpid(child, 0)[1]
        result = {"exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)}
        for key, file in (("stdout", out), ("stderr", err)):
            file.seek(0)
            result[key] = file.read().decode("utf-8", "replace")
    return result


def run_command(name, arguments, step):
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w", closefd=False), open(2, "w", closefd=False)
    os.environ.update(step.get("env", {}))
    os.chdir(step.get("cwd", "."))
    sys.argv = [name] + arguments
    code = 1
    try:
        from rez.cli._main import run
        run(name.split("-", 1)[1])
    except SystemExit as error:
        code = error.code
        if isinstance(code, str):
            sys.stderr.write(code + "\n")
            code = 1
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    return int(code or 0)


def do_load(step):
    """A saved context, as it is once it has been loaded."""
    from rez.resolved_context import ResolvedContext
    try:
        context = ResolvedContext.load(step["load"])
    except Exception as error:
        return failure(error)
    return {"rxt": in_order(attempt(context.to_dict)), "environ": environ_of(context)}


DO = {"resolve": do_resolve, "config": do_config, "python": do_python, "command": do_command, "load": do_load}


def main():
    request = json.load(sys.stdin)
    answer_to = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    del sys.path[0]  # this folder: its modules are no business of the code that is run
    os.chdir(request["folder"])
    answers = [DO[step["kind"]](step) for step in request["steps"]]
    json.dump(answers, answer_to)
    answer_to.close()


if __name__ == "__main__":
    main()
