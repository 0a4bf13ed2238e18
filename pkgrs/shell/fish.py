"""The friendly interactive shell."""
from __future__ import annotations

import re

from pkgrs.base.which import which
from pkgrs.config.config import config
from pkgrs.rex.escape import EscapedString
from pkgrs.shell.alias import with_escaped_redirects
from pkgrs.shell.base import UnixShell
from pkgrs.shell.completion import completion_script
from pkgrs.shell.sh import existing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Tuple, Type, Union

    _Value = Union[str, EscapedString]


_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*$")
_PLAIN = re.compile(r"[\w@+=:,./-]+$", re.ASCII)
_BRACED = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}(?![A-Za-z0-9_])")

# the user's prompt is kept under another name, once, so that nested sessions do not nest it
_PROMPT = """\
if not functions -q _rez_stored_prompt; functions -c fish_prompt _rez_stored_prompt; end
function fish_prompt; %s; end"""
_MARK = 'printf "%s%s%s" (set_color -o) "$REZ_ENV_PROMPT" (set_color normal)'


class Fish(UnixShell):
    """Scripts and start-up of `fish`.

    The environment is always set up after the user's configuration has run: fish reads
    an additional file only then.
    """

    rcfile_arg = "--init-command"
    norc_arg = "--no-config"
    histfile = "~/.local/share/fish/fish_history"
    histvar = "fish_history"
    stdin_arg = ""
    last_command_status = "$status"

    @classmethod
    def name(cls) -> str:
        return "fish"

    @classmethod
    def file_extension(cls) -> str:
        return "fish"

    @classmethod
    def get_syspaths(cls) -> List[str]:
        if cls.syspaths is not None:
            return cls.syspaths
        return cls._syspaths_of("--no-config", "-c", "echo __PATHS_ (string join : $PATH)")

    @classmethod
    def startup_capabilities(
        cls, rcfile: Any = False, norc: bool = False, stdin: bool = False, command: Any = False
    ) -> Tuple[Any, bool, bool, Any]:
        if norc:
            cls._overruled_option("rcfile", "norc", rcfile)
            rcfile = False
        if command is not None:
            cls._overruled_option("stdin", "command", stdin)
            cls._overruled_option("rcfile", "command", rcfile)
            stdin = rcfile = False
        return (rcfile, norc, stdin, command)

    @classmethod
    def get_startup_sequence(
        cls, rcfile: Optional[str], norc: bool, stdin: bool, command: Any
    ) -> Dict[str, Any]:
        rcfile, norc, stdin, command = cls.startup_capabilities(rcfile, norc, stdin, command)
        return {
            "stdin": stdin,
            "command": command,
            "do_rcfile": True,
            "envvar": None,
            "files": existing([rcfile]) if rcfile else [],
            "bind_files": [],
            "source_bind_files": False,
            "options": [cls.norc_arg] if norc or rcfile else [],
        }

    def _startup_file_option(self, path: str) -> str:
        return "%s %s" % (self.rcfile_arg, _quoted("source %s" % _quoted(path)))

    def _bind_interactive_rez(self) -> None:
        self.source(completion_script("complete.fish"))
        if not (config.set_prompt and self.settings.prompt):
            return
        steps = [_MARK, "printf ' '", "_rez_stored_prompt"]
        if not config.prefix_prompt:
            steps.reverse()
        for line in (_PROMPT % "; ".join(steps)).split("\n"):
            self._addline(line)

    def setenv(self, key: str, value: _Value) -> None:
        self._addline("set -gx %s %s" % (key, self.escape_string(value, is_path=self._is_pathed_key(key))))

    def unsetenv(self, key: str) -> None:
        self._addline("set -e %s" % key)

    def alias(self, key: str, value: str) -> None:
        body = with_escaped_redirects(self.convert_braces(EscapedString.disallow(value)))
        self._addline("function %s; %s $argv; end" % (key, body))

    def source(self, value: _Value) -> None:
        self._addline("source %s" % self.escape_string(value))

    def escape_string(self, value: _Value, is_path: bool = False) -> str:
        """Quote a string. Of an expandable part, only references to variables are expanded."""
        result = ""
        for is_literal, text in EscapedString.promote(value).expanduser().strings:
            if is_literal:
                result += _quoted(text)
                continue
            if is_path:
                text = self.normalize_paths(text)
            result += self._quoted_expandable(text)
        return result

    @classmethod
    def _quoted_expandable(cls, text: str) -> str:
        """Quote a string such that variables in it are expanded."""
        result = ""
        end = 0
        for match in cls.ENV_VAR_REGEX.finditer(text):
            name = match.group(1) or match.group(2)
            if _NAME.match(name):
                result += _quoted(text[end:match.start()], always=False) + '"$%s"' % name
                end = match.end()
        return result + _quoted(text[end:], always=not result)

    @classmethod
    def join(cls, command: Union[str, Iterable[str]]) -> str:
        if isinstance(command, str):
            return command
        return " ".join(word if _PLAIN.match(word) else cls._quoted_expandable(word) for word in command)

    @classmethod
    def convert_braces(cls, code: str) -> str:
        """Rewrite `${NAME}` in shell code, a form that fish does not have, as `$NAME` where that is the same."""
        return _BRACED.sub(r"$\1", code)

    def _saferefenv(self, key: str) -> None:
        pass


def _quoted(text: str, always: bool = True) -> str:
    """Quote a string such that nothing in it is expanded; an empty one only if asked to."""
    if not text and not always:
        return ""
    return "'%s'" % text.replace("\\", "\\\\").replace("'", "\\'")


def register_plugin() -> Optional[Type[Fish]]:
    """Return the class, if there is such an executable."""
    return Fish if which("fish") else None
