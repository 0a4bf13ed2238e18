"""The Bourne shell."""
from __future__ import annotations

import os

from pkgrs.base.text import quote
from pkgrs.config.config import config
from pkgrs.platform.current import platform_
from pkgrs.rex.escape import EscapedString
from pkgrs.shell.base import UnixShell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple, Type, Union

    _Value = Union[str, EscapedString]


class SH(UnixShell):
    """Scripts and start-up of `sh`."""

    norc_arg = "--noprofile"
    histfile = "~/.bash_history"
    histvar = "HISTFILE"

    @classmethod
    def name(cls) -> str:
        return "sh"

    @classmethod
    def file_extension(cls) -> str:
        return "sh"

    @classmethod
    def _heeded(cls, rcfile: Any, norc: bool, stdin: bool, command: Any) -> Tuple[Any, bool, bool, Any]:
        """The options that are heeded by a shell that takes a start-up file as an argument."""
        if norc:
            cls._overruled_option("rcfile", "norc", rcfile)
            rcfile = False
        if command is not None:
            cls._overruled_option("stdin", "command", stdin)
            cls._overruled_option("rcfile", "command", rcfile)
            stdin = rcfile = False
        if stdin:
            cls._overruled_option("rcfile", "stdin", rcfile)
            rcfile = False
        return (rcfile, norc, stdin, command)

    @classmethod
    def get_startup_sequence(
        cls, rcfile: Optional[str], norc: bool, stdin: bool, command: Any
    ) -> Dict[str, Any]:
        _, norc, stdin, command = cls.startup_capabilities(rcfile, norc, stdin, command)
        envvar = None
        files: List[str] = []

        if command is None and not stdin:
            envvar = "ENV"
            if not norc:
                files = existing(["~/.profile"])
            files += existing([os.getenv(envvar) or ""])
        return {
            "stdin": stdin,
            "command": command,
            "do_rcfile": False,
            "envvar": envvar,
            "files": files,
            "bind_files": [],
            "source_bind_files": False,
        }

    def _bind_interactive_rez(self) -> None:
        if config.set_prompt and self.settings.prompt:
            self._add_prompt("\\[\\e[1m\\]$REZ_ENV_PROMPT\\[\\e[0m\\]")

    def _add_prompt(self, mark: str) -> None:
        """Put a mark before or after the user's prompt, which is remembered for nested sessions."""
        stored = "$REZ_STORED_PROMPT_SH"
        self._addline('if [ -z "%s" ]; then export REZ_STORED_PROMPT_SH="$PS1"; fi' % stored)
        self._addline('export PS1="%s"' % self._with_mark(mark, stored))

    def setenv(self, key: str, value: _Value) -> None:
        self._addline("export %s=%s" % (key, self.escape_string(value, is_path=self._is_pathed_key(key))))

    def unsetenv(self, key: str) -> None:
        self._addline("unset %s" % key)

    def alias(self, key: str, value: str) -> None:
        from pkgrs.shell.alias import with_escaped_redirects
        body = with_escaped_redirects(EscapedString.disallow(value))
        self._addline('%s() { %s "$@"; };' % (key, body))

    def source(self, value: _Value) -> None:
        self._addline(". %s" % self.escape_string(value))

    def escape_string(self, value: _Value, is_path: bool = False) -> str:
        quoted = []
        for is_literal, text in value.strings if isinstance(value, EscapedString) else ((False, value),):
            if is_literal:
                quoted.append(quoted_literal(text))
            else:
                quoted.append(self._quoted_expandable(os.path.expanduser(text) if text[:1] == "~" else text, is_path))
        return "".join(quoted)

    def _quoted_expandable(self, text: str, is_path: bool) -> str:
        """Quote a string such that variables in it are expanded."""
        if is_path:
            text = self.normalize_paths(text)
        return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')

    def _saferefenv(self, key: str) -> None:
        pass


def existing(files: List[str]) -> List[str]:
    """Return those of the files that exist; `~` is the home folder."""
    return [file for file in files if os.path.exists(os.path.expanduser(file))]


def quoted_literal(text: str) -> str:
    """Quote a string such that nothing in it is expanded, with quotes even if it needs none."""
    quoted = quote(text)
    return quoted if quoted.startswith("'") else "'%s'" % quoted


def register_plugin() -> Optional[Type[SH]]:
    """Return the class, unless the platform is Windows."""
    return None if platform_.name == "windows" else SH
