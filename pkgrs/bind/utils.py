"""Helpers for bind modules: executables, their versions, folders."""
from __future__ import annotations

import os.path
import sys

from pkgrs.base.log import print_debug
from pkgrs.config.config import config
from pkgrs.tool_errors import RezBindError
from pkgrs.version.range import VersionRange
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional, Sequence, Tuple, Union


def log(msg: str) -> None:
    """Print a line, if the setting `debug_bind_modules` says so."""
    if config.debug("bind_modules"):
        print_debug(msg)


def make_dirs(*dirs: str) -> str:
    """Make the folder that the parts lead to, if it is not there; returns its path."""
    path = os.path.join(*dirs)
    os.makedirs(path, exist_ok=True)
    return path


def copy_tree(source: str, target: str) -> None:
    """Copy a folder, links as what they lead to; links that lead nowhere are left out."""
    import shutil

    def dangling(folder: str, names: List[str]) -> List[str]:
        return [name for name in names if not os.path.exists(os.path.join(folder, name))]

    # What `copytree` has for this takes relative links for relative to the working directory.
    shutil.copytree(source, target, ignore=dangling)


def run_python_command(commands: Sequence[str], exe: Optional[str] = None) -> Tuple[bool, str, str]:
    """Run statements in a python interpreter.

    Args:
        exe: The interpreter; the one that runs this if None.

    Returns:
        Whether it worked, and what it printed on its output and error streams, stripped.
    """
    out, err, code = _run_command([exe or sys.executable, "-c", "; ".join(commands)])
    return code == 0, out.strip(), err.strip()


def get_version_in_python(name: str, commands: Sequence[str]) -> Version:
    """The version that python statements print of a module.

    Raises:
        RezBindError: They fail.
    """
    success, out, err = run_python_command(commands)
    if not success or not out:
        raise RezBindError("Couldn't determine version of module %s: %s" % (name, err))
    return Version(out)


def check_version(version: Version, range_: Optional[VersionRange] = None) -> None:
    """Raises RezBindError if the version is not in the range."""
    if range_ and version not in range_:
        raise RezBindError("found version %s is not within range %s" % (version, range_))


def find_exe(name: str, filepath: Optional[str] = None) -> str:
    """The path of an executable: the one given, or the one of that name on the path.

    Raises:
        RezBindError: There is none.
    """
    if filepath:
        if not os.path.isfile(filepath):
            raise RezBindError("not a file: %s" % filepath)
        return filepath
    from pkgrs.base.which import which
    found = which(name)
    if not found:
        raise RezBindError("could not find executable: %s" % name)
    return found


def extract_version(exepath: str, version_arg: Union[str, Sequence[str]], word_index: int = -1,
                    version_rank: int = 3) -> Version:
    """The version that an executable prints.

    Args:
        version_arg: What makes it print it: an argument, or several.
        word_index: Which word of the output it is.
        version_rank: How many of its tokens to keep.

    Raises:
        RezBindError: It fails, or prints no such thing.
    """
    arguments = [version_arg] if isinstance(version_arg, str) else list(version_arg)
    command = [exepath] + arguments
    out, err, code = _run_command(command)
    if code:
        raise RezBindError("failed to execute %s: %s\n(error code %d)" % (exepath, err, code))
    text = out.strip().split("\n")[0].strip()
    log("extracting version from output: '%s'" % text)
    try:
        word = text.split()[word_index]
        version = Version(".".join(word.replace("-", ".").split(".")[:version_rank]))
    except Exception as error:  # any text at all may have come out of it
        raise RezBindError("failed to parse version from output '%s': %s" % (text, error))
    log("extracted version: '%s'" % version)
    return version


def _run_command(args: List[str]) -> Tuple[str, str, int]:
    import subprocess
    from shlex import quote

    from pkgrs.base.process import Popen
    log("running: %s" % " ".join(quote(arg) for arg in args))
    try:
        process: Any = Popen(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    except OSError as error:
        return "", str(error), 1
    out, err = process.communicate()
    return out, err, process.returncode
