"""Facts about the machine, the user and this installation."""
from __future__ import annotations

import os
import sys

from pkgrs.base.descriptors import cached_property
from pkgrs.base.rez_version import _rez_version
from pkgrs.platform import hooks
from pkgrs.platform.current import platform_

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional, Set


__all__ = ["System", "system"]


class System:
    """Facts about the machine, the user and this installation, found out when first asked for."""

    @property
    def rez_version(self) -> str:
        """Version of Rez."""
        return _rez_version

    @cached_property
    def platform(self) -> str:
        """Name of the platform: linux, osx or windows."""
        return platform_.name

    @cached_property
    def arch(self) -> str:
        """Architecture, such as `x86_64`, as `platform_map` renames it, in a form that is a valid version."""
        return self._make_safe_version_string(platform_.arch)

    @cached_property
    def os(self) -> str:
        """Operating system, such as `Debian-12`, as `platform_map` renames it, in a form that is a valid version."""
        return self._make_safe_version_string(platform_.os)

    @cached_property
    def variant(self) -> List[str]:
        """Requirements of a variant of a package that is made for this machine."""
        return ["platform-%s" % self.platform, "arch-%s" % self.arch, "os-%s" % self.os]

    @cached_property
    def shell(self) -> str:
        """Name of the shell that this process was started from; always `powershell` on Windows.

        Raises:
            RezSystemError: If there is no shell that pkgrs knows.
        """
        from pkgrs.platform.shell import detect_shell
        list_types = hooks.provider("shell_types")
        shells: Optional[Set[str]] = None if list_types is None else set(list_types())
        return detect_shell(self.platform, shells)

    @cached_property
    def user(self) -> str:
        """Name of the user."""
        for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
            if os.environ.get(name):
                return os.environ[name]
        try:
            import pwd
            return pwd.getpwuid(os.getuid()).pw_name
        except (ImportError, KeyError):
            import getpass
            return getpass.getuser()

    @cached_property
    def home(self) -> str:
        """Home directory of the user."""
        return os.path.expanduser("~")

    @cached_property
    def fqdn(self) -> str:
        """Full name of the machine, such as `host.studio.com`."""
        import socket
        return socket.getfqdn()

    @cached_property
    def hostname(self) -> str:
        """Short name of the machine."""
        if hasattr(os, "uname"):
            return os.uname().nodename
        import socket
        return socket.gethostname()

    @cached_property
    def domain(self) -> str:
        """What follows the first dot in the full name of the machine."""
        return self.fqdn.partition(".")[2]

    @cached_property
    def rez_bin_path(self) -> Optional[str]:
        """Folder of the command line tools, or None if this isn't a production install.

        A production install has, beside the `lib` folder that holds the Python package, a folder with
        the tools and, in it, a marker file.
        """
        parts = os.path.normpath(_rez_folder()).split(os.path.sep)
        lowered = [part.lower() for part in parts]
        for lib in ("lib", "lib64"):
            if lib in lowered:
                break
        else:
            return None

        prefix = parts[:len(parts) - 1 - lowered[::-1].index(lib)]
        scripts = "Scripts" if platform_.name == "windows" else "bin"
        path = os.path.sep.join(prefix + [scripts, "rez"])
        if os.path.exists(os.path.join(path, ".rez_production_install")):
            return os.path.realpath(path)
        return None

    @property
    def is_production_rez_install(self) -> bool:
        """Whether this is a production install."""
        return bool(self.rez_bin_path)

    @property
    def selftest_is_running(self) -> bool:
        """Whether the tests run that `rez-selftest` starts."""
        return os.getenv("__REZ_SELFTEST_RUNNING") == "1"

    def get_summary_string(self) -> str:
        """Get a text about version and plugins."""
        text = "Rez %s" % self.rez_version
        summarise = hooks.provider("summary")
        return text if summarise is None else "%s\n\n%s" % (text, summarise())

    def clear_caches(self, hard: bool = False) -> None:
        """Forget the packages seen so far, so that changes on disk show.

        Args:
            hard: Clear the memcached cache, which other processes share, too.
        """
        for clear in hooks.cache_clearers:
            clear(hard)

    @classmethod
    def _make_safe_version_string(cls, s: str) -> str:
        # Versions consist of letters, digits and underscores, with single dots or dashes between.
        s = s.strip(".").strip("-")
        if all(word.isalnum() and word.isascii() for word in s.replace("_", "0").replace("-", ".").split(".")):
            return s
        import re

        s = re.sub(r"([.-])[.-]+", r"\1", s).lstrip(".-")
        return re.sub(r"[^a-zA-Z0-9_.-]", "_", s)


def _rez_folder() -> str:
    # The package `rez` stands beside this one, unless it is imported from elsewhere.
    rez = sys.modules.get("rez")
    if rez is not None and getattr(rez, "__path__", None):
        return rez.__path__[0]
    import pkgrs
    return os.path.join(os.path.dirname(os.path.abspath(pkgrs.__path__[0])), "rez")


system = System()
