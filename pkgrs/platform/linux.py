"""Linux."""
from __future__ import annotations

import os

from pkgrs.base.launch import Popen
from pkgrs.base.which import which_any as which
from pkgrs.errors import RezSystemError
from pkgrs.platform.base import _UnixPlatform, output_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, Optional, Tuple

    _Found = Tuple[Optional[str], Optional[str]]


__all__ = ["LinuxPlatform"]

_LSB_RELEASE = "/etc/lsb-release"
_OS_RELEASE = "/etc/os-release"
_OS_RELEASE_FALLBACK = "/usr/lib/os-release"


class LinuxPlatform(_UnixPlatform):
    """The Linux platform."""

    name = "linux"

    def _os(self) -> str:
        # Sources differ in how they write the distributor, so their order matters: with
        # the LSB it is "Debian", and "debian" without.
        release = _Release()
        for find in (_from_lsb_release_file, _from_lsb_release_program, _from_os_release_file, _from_distro_library):
            release.add(*find())
            if release.is_complete:
                return "%s-%s" % (release.distributor, release.version)

        if release.distributor:
            return release.distributor + "-"
        raise RezSystemError("cannot detect operating system")

    def _terminal_emulator_command(self) -> Optional[str]:
        term = which("x-terminal-emulator", "xterm", "konsole")
        if term is None:
            return None
        term = os.path.basename(term)
        return "%s -hold -e" % term if term == "xterm" else "%s --noclose -e" % term

    def _image_viewer(self) -> Optional[str]:
        return which("xdg-open", "eog", "kview")

    def _editor(self) -> Optional[str]:
        editor = os.getenv("EDITOR")
        return which("vi", "vim", "xdg-open") if editor is None else editor

    def _difftool(self) -> Optional[str]:
        return which("kdiff3", "meld", "diff")

    def _physical_cores(self) -> Optional[int]:
        cores = self._physical_cores_from_cpuinfo()
        return self._physical_cores_from_lscpu() if cores is None else cores

    @classmethod
    def _parse_colon_table_to_dict(cls, table_text: str) -> Dict[str, str]:
        table: Dict[str, str] = {}
        for line in table_text.splitlines():
            key, colon, value = line.partition(":")
            if colon:
                table[key.strip()] = value.strip()
        return table

    def _physical_cores_from_cpuinfo(self) -> Optional[int]:
        text = _read("/proc/cpuinfo")
        if text is None:
            return None

        import re

        processors = re.split(r"^processor\s*:\s+[0-9]+\s*$", text, flags=re.MULTILINE)[1:]
        if len(processors) <= 1:
            return len(processors) or None

        cores = set()
        for processor in processors:
            table = self._parse_colon_table_to_dict(processor)
            if "physical id" not in table or "core id" not in table:
                return None
            cores.add((int(table["physical id"]), int(table["core id"])))
        return len(cores)

    def _physical_cores_from_lscpu(self) -> Optional[int]:
        text = output_of(Popen, ["lscpu"])
        if text is None:
            return None

        table = self._parse_colon_table_to_dict(text)
        sockets = table.get("Socket(s)") or table.get("CPU socket(s)")
        cores = table.get("Core(s) per socket")
        if not (sockets and cores):
            return None
        return int(sockets) * int(cores)


# -- which Linux


class _Release:
    # What is known so far; a source counts for what the earlier ones did not tell.

    def __init__(self) -> None:
        self.distributor: Optional[str] = None
        self.version: Optional[str] = None

    def add(self, distributor: Optional[str], version: Optional[str]) -> None:
        self.distributor = self.distributor or distributor
        self.version = self.version or version

    @property
    def is_complete(self) -> bool:
        return bool(self.distributor and self.version)


def _read(path: str) -> Optional[str]:
    try:
        with open(path, encoding="utf-8", errors="replace") as f:
            return f.read()
    except OSError:
        return None


def _parse(text: Optional[str], distributor_key: str, version_key: str) -> _Found:
    distributor = version = None
    for line in (text or "").strip().split("\n"):
        if line.startswith(distributor_key):
            distributor = _unquoted(line[len(distributor_key):].strip())
        elif line.startswith(version_key):
            version = _unquoted(line[len(version_key):].strip())
    return distributor, version


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return text


def _from_lsb_release_file() -> _Found:
    return _parse(_read(_LSB_RELEASE), "DISTRIB_ID=", "DISTRIB_RELEASE=")


def _from_lsb_release_program() -> _Found:
    program = which("lsb_release")
    if program is None:
        return None, None

    script = _read(program) or ""
    if script.startswith("#!/bin/sh") and _MINIMAL_SCRIPT in script and "LSB_OS_RELEASE" not in os.environ:
        return _as_minimal_script()
    return _parse(output_of(Popen, [program, "-a"]), "Distributor ID:", "Release:")


# On many systems the program is a small shell script that shows what the os-release file holds. To do the
# same here takes no time, while to start it takes longer than all else that a short command does.
_MINIMAL_SCRIPT = "# Use NAME if set and different from ID only in capitalization."


def _as_minimal_script() -> _Found:
    text = _read(_OS_RELEASE)
    if text is None:
        text = _read(_OS_RELEASE_FALLBACK)
    distributor, version = _parse(text, "ID=", "VERSION_ID=")
    name, _ = _parse(text, "NAME=", "\n")
    distributor = distributor or ""
    distributor = distributor[:1].upper() + distributor[1:]
    if name is not None and name.lower() == distributor.lower():
        distributor = name
    return distributor or "n/a", version or "n/a"


def _from_os_release_file() -> _Found:
    return _parse(_read(_OS_RELEASE), "ID=", "VERSION_ID=")


def _from_distro_library() -> _Found:
    try:
        import distro
    except ImportError:
        return _parse(_read(_OS_RELEASE_FALLBACK), "ID=", "VERSION_ID=")
    return distro.id() or None, distro.version() or None
