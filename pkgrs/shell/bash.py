"""The Bourne-again shell."""
from __future__ import annotations

import os

from pkgrs.base.which import which
from pkgrs.platform.current import platform_
from pkgrs.rex.escape import EscapedString
from pkgrs.shell.completion import completion_script
from pkgrs.shell.kept_paths import KeptPaths
from pkgrs.shell.sh import SH, existing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Tuple, Type


class Bash(SH):
    """Scripts and start-up of `bash`."""

    rcfile_arg = "--rcfile"
    norc_arg = "--norc"

    @classmethod
    def name(cls) -> str:
        return "bash"

    @classmethod
    def _own_paths(cls, command: Iterable[str]) -> List[str]:
        # without a start-up file the path is the one that bash was built with
        executable = None if os.environ.get("BASH_ENV") else which(cls.name())
        if executable is None:
            return super()._own_paths(command)
        kept = KeptPaths(executable)
        paths = kept.read()
        if paths is None:
            paths = super()._own_paths(command)
            kept.write(paths)
        return paths

    @classmethod
    def startup_capabilities(
        cls, rcfile: Any = False, norc: bool = False, stdin: bool = False, command: Any = False
    ) -> Tuple[Any, bool, bool, Any]:
        return cls._heeded(rcfile, norc, stdin, command)

    @classmethod
    def get_startup_sequence(
        cls, rcfile: Optional[str], norc: bool, stdin: bool, command: Any
    ) -> Dict[str, Any]:
        rcfile, norc, stdin, command = cls.startup_capabilities(rcfile, norc, stdin, command)
        envvar = None
        do_rcfile = False

        if command is not None or stdin:
            envvar = "BASH_ENV"
            files = existing([os.getenv(envvar) or ""])
        elif rcfile or norc:
            do_rcfile = True
            files = existing([rcfile]) if rcfile else []
        else:
            files = existing(["~/.bash_profile", "~/.bash_login", "~/.profile", "~/.bashrc"])
        return {
            "stdin": stdin,
            "command": command,
            "do_rcfile": do_rcfile,
            "envvar": envvar,
            "files": files,
            "bind_files": ["~/.bash_profile", "~/.bashrc"],
            "source_bind_files": True,
        }

    def alias(self, key: str, value: str) -> None:
        from pkgrs.shell.alias import with_escaped_redirects
        body = with_escaped_redirects(EscapedString.disallow(value))
        self._addline('function %s() { %s "$@"; };export -f %s;' % (key, body, key))

    def _bind_interactive_rez(self) -> None:
        super()._bind_interactive_rez()
        self.source(completion_script("complete.sh"))


def register_plugin() -> Optional[Type[Bash]]:
    """Return the class, unless the platform is Windows."""
    return None if platform_.name == "windows" else Bash
