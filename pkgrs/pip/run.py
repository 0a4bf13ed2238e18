"""Finding a pip to use, and running it."""
from __future__ import annotations

import subprocess
import sys
from shlex import quote
from typing import Any, List, Optional, Sequence, Tuple, Union

from packaging.specifiers import Specifier

from pkgrs.base.log import print_debug, print_info, print_warning
from pkgrs.base.process import Popen
from pkgrs.config.config import config
from pkgrs.context.context import ResolvedContext
from pkgrs.errors import PackageFamilyNotFoundError, PackageNotFoundError, RezSystemError
from pkgrs.tool_errors import BuildError
from pkgrs.package.find import get_latest_package
from pkgrs.version.version import Version

__all__ = [
    "PIP_SPECIFIER", "find_pip", "find_pip_from_context", "find_python_in_context", "run_pip_command",
]

PIP_SPECIFIER = Specifier(">=19")  # the first that builds by PEP 517, into a folder of ours

_verbose = False
_Version = Union[None, str, Version]
_ASK_VERSION = "import pip, sys; sys.stdout.write(pip.__version__)"


def _log(msg: str) -> None:
    """Print a line, if the user wants to know more."""
    if _verbose or config.debug("package_release"):
        print_debug(msg)


def run_pip_command(command_args: Sequence[str], pip_version: _Version = None,
                    python_version: _Version = None) -> subprocess.Popen:
    """Start pip.

    Args:
        command_args: Its arguments.
        pip_version: Version of pip to use, the latest if None.
        python_version: Version of python to use, the latest if None.
    """
    python, context = find_pip(pip_version, python_version)
    command = [python, "-m", "pip"] + list(command_args)
    if context is None:
        return Popen(command)
    return context.execute_shell(command=command, block=False)


def find_pip(pip_version: _Version = None, python_version: _Version = None) -> Tuple[str, Optional[ResolvedContext]]:
    """Find a pip: of a python package, else a pip package, else that of the python that runs this.

    Args:
        pip_version: Version of the pip package to use, which is then tried first.
        python_version: Version of the python package to use, the latest if None.

    Returns:
        The interpreter, and the context to run it in; None for the python that runs this.

    Raises:
        RezSystemError: If even that has none, or it is too old.
    """
    for wanted in (pip_version or None, pip_version or "latest"):
        python, version, context = find_pip_from_context(python_version, pip_version=wanted)
        if _check_found(python, version):
            return python or "", context

    version, file = _own_pip()
    print_warning("Found no pip in any python and/or pip rez packages!")
    print_warning("Falling back to pip installed in rez own virtualenv:")
    for name, text, place in (("pip", version, file), ("python", "%d.%d.%d" % sys.version_info[:3], sys.executable)):
        print_warning("%10s: %s (%s)", name, text, place)
    if not _check_found(sys.executable, version, log_invalid=False):
        raise RezSystemError("pip%s is required! Please update your pip." % PIP_SPECIFIER)
    return sys.executable, None


def _own_pip() -> Tuple[Optional[str], Optional[str]]:
    """Version and file of the pip beside this, without the time that it takes to import it."""
    from importlib.metadata import PackageNotFoundError, version
    from importlib.util import find_spec
    spec = find_spec("pip")
    try:
        return (version("pip"), spec.origin) if spec else (None, None)
    except PackageNotFoundError:
        return None, None


def find_python_in_context(context: ResolvedContext) -> Optional[str]:
    """Find the interpreter that a context has by itself, whatever else there is on the system.

    Args:
        context: Has a python package.

    Returns:
        Path of the first of, say, `python3.11`, `python3` and `python` that it has; None if it has none.
    """
    package = context.get_resolved_package("python")
    if package is None:
        return None
    appended = context.append_sys_path
    context.append_sys_path = False
    try:
        for rank in (2, 1, 0):
            name = "python%s" % (package.version.trim(rank) if rank else "")
            path = context.which(name, fallback=False)
            if path:
                return str(path)
    finally:
        context.append_sys_path = appended
    return None


_Found = Tuple[Optional[str], Optional[str], Optional[ResolvedContext]]


def find_pip_from_context(python_version: _Version, pip_version: _Version = None) -> _Found:
    """Find a pip in packages.

    Args:
        python_version: Version of the python package, the latest if None.
        pip_version: Version of the pip package, or "latest"; if None, pip is to come with the python package.

    Returns:
        The interpreter, the version of pip, and the context to run it in; three times None if there is none.
    """
    nothing = (None, None, None)
    if python_version:
        version = Version(str(python_version))
    else:
        package = get_latest_package("python")
        if package is None:
            print_warning("Found no python rez package.")
            return nothing
        version = package.version

    target, requests = "python", ["python-%s" % version.trim(2)]
    if pip_version:
        target = "pip"
        requests.append("pip" if str(pip_version) == "latest" else "pip-%s" % pip_version)
    print_info("Trying to use pip from %s package", target)
    try:
        context = ResolvedContext(requests)
    except (PackageFamilyNotFoundError, PackageNotFoundError):
        print_debug("No rez package called %s found", target)
        return nothing
    python = find_python_in_context(context) if context.success else None
    found = _ask_pip(context, python, target) if python else None
    if not found:
        return nothing
    variant = context.get_resolved_package(target)
    print_info("Found pip-%s inside %s. Will use it via %s", found, variant.parent.uri if variant else target, python)
    return python, found, context


def _ask_pip(context: ResolvedContext, python: str, target: str) -> Optional[str]:
    """Get the version of the pip that an interpreter imports; the one of a pip package is found through PYTHONPATH."""
    options = ["-E", "-s"] if target == "python" else ["-s"]
    process: Any = context.execute_command([python, *options, "-c", _ASK_VERSION], stdout=subprocess.PIPE,
                                           stderr=subprocess.PIPE, text=True)
    out, err = process.communicate()
    if process.returncode:
        print_debug("Failed to get pip from package %s", target)
        print_debug(out)
        print_debug(err)
        return None
    return out.strip()


def _check_found(py_exe: Optional[str], version_text: Optional[str], log_invalid: bool = True) -> bool:
    """True if there is an interpreter, and its pip is new enough."""
    if py_exe and version_text and PIP_SPECIFIER.contains(version_text, prereleases=True):
        return True
    if log_invalid:
        _log("Needs pip%s, but found '%s' for Python '%s'" % (PIP_SPECIFIER, version_text, py_exe))
    return False


def _cmd(context: Optional[ResolvedContext], command: List[str]) -> None:
    """Run pip to the end.

    Raises:
        BuildError: If it fails.
    """
    text = " ".join(quote(word) for word in command)
    _log("running: %s" % text)
    if context is None:
        process: Any = Popen(command)
    else:
        process = context.execute_shell(command=command, block=False)
    process.communicate()
    if process.returncode:
        raise BuildError("Failed to download source with pip: %s" % text)
