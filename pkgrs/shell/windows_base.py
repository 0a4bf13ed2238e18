"""What the shells that come with Windows have in common: no start-up files, and the search path of the registry."""
from __future__ import annotations

from pkgrs.config.config import config
from pkgrs.shell.script_shell import ScriptShell
from pkgrs.shell.windows import get_syspaths_from_registry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple


class WindowsShell(ScriptShell):
    """A shell that runs a script, or a command, and reads nothing else."""

    expand_env_vars = True
    syspaths: Optional[List[str]] = None

    @classmethod
    def startup_capabilities(
        cls, rcfile: Any = False, norc: bool = False, stdin: bool = False, command: Any = False
    ) -> Tuple[Any, bool, bool, Any]:
        cls._unsupported_option("rcfile", rcfile)
        cls._unsupported_option("norc", norc)
        cls._unsupported_option("stdin", stdin)
        return (False, False, False, command)

    @classmethod
    def get_startup_sequence(cls, rcfile: Any, norc: bool, stdin: bool, command: Any) -> Dict[str, Any]:
        """Say what the shell reads when it starts; see `UnixShell`."""
        _, _, stdin, command = cls.startup_capabilities(rcfile, norc, stdin, command)
        return {
            "stdin": stdin,
            "command": command,
            "do_rcfile": False,
            "envvar": None,
            "files": [],
            "bind_files": [],
            "source_bind_files": True,
        }

    def _heeded_options(self, rcfile: Any, norc: bool, stdin: bool, command: Any) -> Dict[str, Any]:
        return self.get_startup_sequence(rcfile, norc, stdin, command)

    def shebang(self) -> None:
        pass

    @classmethod
    def get_syspaths(cls) -> List[str]:
        if cls.syspaths is None:
            cls.syspaths = config.standard_system_paths or get_syspaths_from_registry()
        return cls.syspaths
