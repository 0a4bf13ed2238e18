"""Library search paths inside ELF files (programs and libraries on Linux)."""
from __future__ import annotations


from pkgrs.base.files import make_path_writable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Sequence


__all__ = ["get_rpaths", "patch_rpaths"]


def get_rpaths(elfpath: str) -> List[str]:
    """Get the search paths, rpath or runpath, of an ELF file.

    Raises:
        FileNotFoundError: If there is no program `readelf`.
        RuntimeError: If it fails.
    """
    for line in _run("readelf", "-d", elfpath).split("\n"):
        if "(RPATH)" in line or "(RUNPATH)" in line:
            return line.split("[")[-1].split("]")[0].strip().split(":")
    return []


def patch_rpaths(elfpath: str, rpaths: Sequence[str]) -> None:
    """Replace the search paths of an ELF file.

    Args:
        elfpath: The file.
        rpaths: The new paths; none to remove them. `$ORIGIN` stands for the file's folder.

    Raises:
        FileNotFoundError: If there is no program `patchelf`.
        RuntimeError: If it fails.
    """
    # A file that is read-only itself can be patched, as long as its folder is not.
    with make_path_writable(elfpath):
        if rpaths:
            _run("patchelf", "--set-rpath", ":".join(rpaths), elfpath)
        else:
            _run("patchelf", "--remove-rpath", elfpath)


def _run(*nargs: str, **popen_kwargs: Any) -> str:
    from shlex import quote
    from subprocess import PIPE

    from pkgrs.base.process import Popen
    process = Popen(nargs, stdout=PIPE, stderr=PIPE, text=True, **popen_kwargs)
    out, err = process.communicate()
    if process.returncode:
        command = " ".join(quote(arg) for arg in nargs)
        raise RuntimeError("Command %s - failed with exitcode %d: %s"
                           % (command, process.returncode, err.strip().replace("\n", " ")))
    return out
