"""The C shell."""
from __future__ import annotations

import os
import re

from pkgrs.base.text import shlex_join
from pkgrs.config.config import config
from pkgrs.platform.current import platform_
from pkgrs.rex.escape import EscapedString
from pkgrs.shell.alias import with_escaped_redirects
from pkgrs.shell.base import _DOUBLE_QUOTE, UnixShell
from pkgrs.shell.sh import existing, quoted_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Tuple, Type, Union

    _Value = Union[str, EscapedString]


_BIND_FILES = ("~/.tcshrc", "~/.cshrc")
# a dollar sign that begins no variable is an error within double quotes
_REPLACEMENTS: "List[Tuple[Union[str, re.Pattern[str]], str]]" = [
    *_DOUBLE_QUOTE, (re.compile(r"\$(?![A-Za-z{])"), "\"'$'\""), ("!", "\\!"), ("`", "\"'`'\""),
]
_DEFAULT_PROMPT = "[%m %c]%# "


class CSH(UnixShell):
    """Scripts and start-up of `csh`."""

    norc_arg = "-f"
    last_command_status = "$status"
    histfile = "~/.history"
    histvar = "histfile"

    @classmethod
    def name(cls) -> str:
        return "csh"

    @classmethod
    def file_extension(cls) -> str:
        return "csh"

    @classmethod
    def get_startup_sequence(cls, rcfile: Any, norc: bool, stdin: bool, command: Any) -> Dict[str, Any]:
        _, norc, stdin, command = cls.startup_capabilities(rcfile, norc, stdin, command)
        return {
            "stdin": stdin,
            "command": command,
            "do_rcfile": False,
            "envvar": None,
            "files": [] if norc else existing([*_BIND_FILES, "~/.login", "~/.cshdirs"]),
            "bind_files": _BIND_FILES,
            "source_bind_files": not norc,
        }

    def escape_string(self, value: _Value, is_path: bool = False) -> str:
        parts = EscapedString.promote(value).expanduser().strings
        quoted = "".join(
            quoted_literal(text).replace("!", "\\!") if is_literal else self._quoted_expandable(text, is_path)
            for is_literal, text in parts
        )
        # an exclamation mark recalls a command even within single quotes, and a line's end
        # ends a string, unless they are escaped
        return quoted.replace("\n", "\\\n")

    def _quoted_expandable(self, text: str, is_path: bool) -> str:
        """Quote a string such that variables in it are expanded."""
        if is_path:
            text = self.normalize_paths(text)
        return '"%s"' % text.replace('"', '"\\""').replace("!", "\\!")

    @classmethod
    def join(cls, command: Union[str, Iterable[str]]) -> str:
        return shlex_join(command, replacements=_REPLACEMENTS)

    def _bind_interactive_rez(self) -> None:
        if config.set_prompt and self.settings.prompt:
            stored = os.getenv("REZ_STORED_PROMPT_CSH")
            current = stored or os.environ.get("prompt", _DEFAULT_PROMPT)
            if not stored:
                self.setenv("REZ_STORED_PROMPT_CSH", '"%s"' % current)
            self._addline("set prompt=%s" % self.escape_string(self._with_mark("$REZ_ENV_PROMPT", current)))

    def _saferefenv(self, key: str) -> None:
        self._addline("if (!($?%s)) setenv %s" % (key, key))

    def setenv(self, key: str, value: _Value) -> None:
        self._addline("setenv %s %s" % (key, self.escape_string(value, is_path=self._is_pathed_key(key))))

    def unsetenv(self, key: str) -> None:
        self._addline("unsetenv %s" % key)

    def alias(self, key: str, value: str) -> None:
        body = with_escaped_redirects(EscapedString.disallow(value))
        self._addline("alias %s '%s';" % (key, body))

    def source(self, value: _Value) -> None:
        self._addline("source %s" % self.escape_string(value))


def register_plugin() -> Optional[Type[CSH]]:
    """Return the class, unless the platform is Windows."""
    return None if platform_.name == "windows" else CSH
