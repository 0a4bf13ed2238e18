"""The bash that comes with git on Windows."""
from __future__ import annotations

import os
import re

from pkgrs.base.log import print_warning
from pkgrs.config.config import config
from pkgrs.platform.current import platform_
from pkgrs.shell.base import told_paths
from pkgrs.shell.bash import Bash
from pkgrs.shell.windows import to_posix_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional, Type


class GitBash(Bash):
    """Scripts and start-up of git's `bash`."""

    pathsep = ":"
    _drive_regex = re.compile(r"([A-Za-z]):\\")

    @classmethod
    def name(cls) -> str:
        return "gitbash"

    @classmethod
    def executable_name(cls) -> str:
        return "bash"

    @classmethod
    def find_executable(cls, name: str, check_syspaths: bool = False) -> str:
        path = super().find_executable(name, check_syspaths=check_syspaths)
        # the Windows Subsystem for Linux puts a bash there, which is another thing
        if path.lower().startswith("c:\\windows\\"):
            print_warning(
                "Git-bash executable has been detected at %s, but this is probably not correct (google "
                "Windows Subsystem for Linux). Consider adjusting your searchpath, or use rez config "
                "setting plugins.shell.gitbash.executable_fullpath." % path
            )
        return path

    @classmethod
    def get_syspaths(cls) -> List[str]:
        if cls.syspaths is not None:
            return cls.syspaths
        if config.standard_system_paths:
            cls.syspaths = config.standard_system_paths
            return cls.syspaths

        command = [cls.executable_filepath(), cls.norc_arg, cls.command_arg, "echo __PATHS_ $PATH"]
        paths = told_paths(command, cls.pathsep)
        defaults = [to_posix_path(path) for path in os.defpath.split(os.pathsep) if path]
        cls.syspaths = list(dict.fromkeys(paths + defaults))
        return cls.syspaths

    def normalize_path(self, path: str) -> str:
        return to_posix_path(path)

    def normalize_paths(self, value: str) -> str:
        # a drive's colon would be taken for a separator
        return super().normalize_paths(self._drive_regex.sub(r"/\1/", value))


def register_plugin() -> Optional[Type[GitBash]]:
    """Return the class, if the platform is Windows."""
    return GitBash if platform_.name == "windows" else None
