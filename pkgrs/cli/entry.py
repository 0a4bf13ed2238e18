"""Where the console scripts start: one function each."""
from __future__ import annotations

import atexit
import gc
import os
import sys

TYPE_CHECKING = False  # typing is not worth its import time where every command starts
if TYPE_CHECKING:
    from typing import Any, Callable, Dict

    Function = Callable[[], Any]


def get_specifications() -> Dict[str, str]:
    """Script name to its entry point as packaging tools write it, under Rez's import path."""
    return {
        function.__scriptname__: "%s = rez.cli._entry_points:%s" % (function.__scriptname__, name)
        for name, function in globals().items() if hasattr(function, "__scriptname__")
    }


def scriptname(name: str) -> Callable[[Function], Function]:
    """Mark a function as the start of the script of that name."""

    def decorator(function: Function) -> Function:
        function.__scriptname__ = name  # type: ignore[attr-defined]
        return function

    return decorator


def check_production_install() -> None:
    """Called by each script as it starts. Any way to install is fine, so there is nothing to warn of."""


def _use_compiled() -> bool:
    """Have modules come from the file that a production install keeps beside its scripts.

    Returns:
        Whether this is one of these scripts.
    """
    path = os.path.join(sys.path[0], ".modules") if sys.path else ""
    if not os.path.isfile(path):
        return False
    from pkgrs.base.compiled import use
    use(path, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    return True


def _collect_rarely() -> None:
    """Look for garbage in cycles as rarely as suits a process that lives for one command, and not at its end.

    To start a command makes tens of thousands of lasting objects, through which the collector would go many times.
    """
    gc.set_threshold(200000, 20, 20)
    atexit.register(gc.freeze)


def _start(command: Any = None, program: str = "rez") -> Any:
    check_production_install()
    _collect_rarely()
    is_own_process = _use_compiled()
    try:
        if command is None and sys.argv[1:] in (["--version"], ["-V"]):
            from pkgrs.cli.version import version_line
            print(version_line())
            sys.exit(0)
        from pkgrs.cli.main import run
        return run(command, program)
    except SystemExit as end:
        if is_own_process:
            from pkgrs.cli.leave import leave
            leave(end.code)
        raise


@scriptname("rez")
def run_rez() -> Any:
    return _start()


@scriptname("rezolve")
def run_rezolve() -> Any:
    return _start()


@scriptname("_rez-complete")
def run_rez_complete() -> Any:
    return _start("complete")


@scriptname("_rez_fwd")
def run_rez_fwd() -> Any:
    return _start("forward")


@scriptname("rez-bind")
def run_rez_bind() -> Any:
    return _start("bind")


@scriptname("rez-build")
def run_rez_build() -> Any:
    return _start("build")


@scriptname("rez-config")
def run_rez_config() -> Any:
    return _start("config")


@scriptname("rez-context")
def run_rez_context() -> Any:
    return _start("context")


@scriptname("rez-cp")
def run_rez_cp() -> Any:
    return _start("cp")


@scriptname("rez-depends")
def run_rez_depends() -> Any:
    return _start("depends")


@scriptname("rez-diff")
def run_rez_diff() -> Any:
    return _start("diff")


@scriptname("rez-env")
def run_rez_env() -> Any:
    return _start("env")


@scriptname("rez-gui")
def run_rez_gui() -> Any:
    return _start("gui")


@scriptname("rez-help")
def run_rez_help() -> Any:
    return _start("help")


@scriptname("rez-interpret")
def run_rez_interpret() -> Any:
    return _start("interpret")


@scriptname("rez-memcache")
def run_rez_memcache() -> Any:
    return _start("memcache")


@scriptname("rez-pip")
def run_rez_pip() -> Any:
    return _start("pip")


@scriptname("rez-pkg-cache")
def run_rez_pkg_cache() -> Any:
    return _start("pkg-cache")


@scriptname("rez-plugins")
def run_rez_plugins() -> Any:
    return _start("plugins")


@scriptname("rez-python")
def run_rez_python() -> Any:
    return _start("python")


@scriptname("rez-release")
def run_rez_release() -> Any:
    return _start("release")


@scriptname("rez-search")
def run_rez_search() -> Any:
    return _start("search")


@scriptname("rez-selftest")
def run_rez_selftest() -> Any:
    return _start("selftest")


@scriptname("rez-status")
def run_rez_status() -> Any:
    return _start("status")


@scriptname("rez-suite")
def run_rez_suite() -> Any:
    return _start("suite")


@scriptname("rez-test")
def run_rez_test() -> Any:
    return _start("test")


@scriptname("rez-view")
def run_rez_view() -> Any:
    return _start("view")


@scriptname("rez-yaml2py")
def run_rez_yaml2py() -> Any:
    return _start("yaml2py")


@scriptname("rez-bundle")
def run_rez_bundle() -> Any:
    return _start("bundle")


@scriptname("rez-benchmark")
def run_rez_benchmark() -> Any:
    """Settings that would change what is measured are fixed before any configuration is read."""
    import json
    fixed: Dict[str, Any] = {
        "memcached_uri": [],
        "package_filter": [],
        "package_orderers": [],
        "allow_unversioned_packages": False,
        "resource_caching_maxsize": -1,
        "cache_packages_path": None,
    }
    for name, value in fixed.items():
        variable = "REZ_" + name.upper()
        os.environ.pop(variable, None)
        os.environ[variable + "_JSON"] = json.dumps(value)
    return _start("benchmark")


@scriptname("rez-pkg-ignore")
def run_rez_pkg_ignore() -> Any:
    return _start("pkg-ignore")


@scriptname("rez-mv")
def run_rez_mv() -> Any:
    return _start("mv")


@scriptname("rez-rm")
def run_rez_rm() -> Any:
    return _start("rm")


def run_pkg() -> Any:
    """`pkg`: the same commands under our own name."""
    from pkgrs.cli import table
    sys.argv[0] = "pkg"
    table.add_pkg_commands()
    return _start(program="pkg")
