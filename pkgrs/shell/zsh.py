"""The Z shell."""
from __future__ import annotations


from pkgrs.config.config import config
from pkgrs.platform.current import platform_
from pkgrs.rex.executor import RexExecutor
from pkgrs.shell.completion import completion_script
from pkgrs.shell.sh import SH, existing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple, Type


class Zsh(SH):
    """Scripts and start-up of `zsh`."""

    rcfile_arg = None
    norc_arg = "--no-rcs"
    histfile = "~/.zsh_history"

    @classmethod
    def name(cls) -> str:
        return "zsh"

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
        files: List[str] = []
        if rcfile:
            files = existing([rcfile])
        elif not norc:
            files = existing(["~/.zprofile", "~/.zlogin", "~/.zshrc", "~/.zshenv"])
        return {
            "stdin": stdin,
            "command": command,
            "do_rcfile": False,
            "envvar": None,
            "files": files,
            "bind_files": ["~/.zshrc"],
            "source_bind_files": not norc,
            # without a terminal, zsh does not read .zshrc
            "inherit": stdin,
        }

    def _bind_interactive_rez(self) -> None:
        if config.set_prompt and self.settings.prompt:
            self._add_prompt("%{%B%}$REZ_ENV_PROMPT%{%b%}")
        self.source(completion_script("complete.zsh"))

    def _quoted_expandable(self, text: str, is_path: bool) -> str:
        # prompts are set by way of variables, and a prompt reads a percent sign as a code
        return super()._quoted_expandable(text, is_path).replace("%", "%%")

    def _startup_env_var(self) -> str:
        return "ZDOTDIR"

    def _write_startup_env(self, ex: RexExecutor) -> None:
        """Nothing to put back: ZDOTDIR stays, HOME was not changed."""


def register_plugin() -> Optional[Type[Zsh]]:
    """Return the class, unless the platform is Windows."""
    return None if platform_.name == "windows" else Zsh
