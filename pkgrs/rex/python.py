"""The interpreter that carries rex commands out in this process."""
from __future__ import annotations

import os
import sys

from pkgrs.base.lists import is_non_string_iterable
from pkgrs.base.text import shlex_join
from pkgrs.errors import RexError, RezSystemError
from pkgrs.platform.current import platform_
from pkgrs.rex.action import OutputStyle
from pkgrs.rex.escape import EscapedString
from pkgrs.rex.interpreter import ActionInterpreter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, MutableMapping, Optional, Union

    _Value = Union[str, EscapedString]


class Python(ActionInterpreter):
    """Applies environment changes to a mapping, and runs commands.

    Args:
        target_environ: Receives the environment; this process's own if None.
        passive: Whether to leave out what has other effects: printing and running commands.
    """

    expand_env_vars = True

    def __init__(
        self, target_environ: Optional[MutableMapping[str, str]] = None, passive: bool = False
    ) -> None:
        self.passive = passive
        self.manager: Any = None
        if target_environ is None or target_environ is os.environ:
            self.target_environ: MutableMapping[str, str] = os.environ
            self.update_session = True
        else:
            self.target_environ = target_environ
            self.update_session = False

    def set_manager(self, manager: Any) -> None:
        """Tell which action manager keeps the environment."""
        self.manager = manager

    def apply_environ(self) -> None:
        """Copy the manager's environment to the target.

        Raises:
            RezSystemError: No manager was set.
        """
        manager = self.manager
        if manager is None:
            raise RezSystemError("You must call 'set_manager' on a Python rex interpreter before using it.")
        target = self.target_environ
        target.update(manager.environ)
        self.adjust_env_for_platform(target)

    def get_output(self, style: OutputStyle = OutputStyle.file) -> Dict[str, str]:
        """Apply the environment, and return it."""
        self.apply_environ()
        return self.manager.environ  # type: ignore[no-any-return]

    def setenv(self, key: str, value: _Value) -> None:
        self._value_set(key, value)

    def unsetenv(self, key: str) -> None:
        pass

    def resetenv(self, key: str, value: _Value, friends: Optional[Iterable[str]] = None) -> None:
        self._value_set(key, value)

    def prependenv(self, key: str, value: _Value) -> None:
        self._path_added(key, value, 0)

    def appendenv(self, key: str, value: _Value) -> None:
        self._path_added(key, value, len(sys.path))

    def info(self, value: _Value) -> None:
        if not self.passive:
            print(str(value))

    def error(self, value: _Value) -> None:
        if not self.passive:
            print(str(value), file=sys.stderr)

    def subprocess(self, args: Union[str, Iterable[str]], **subproc_kwargs: Any) -> Any:
        """Start a process in the target environment, and return its Popen object."""
        from pkgrs.base.launch import Popen

        if self.manager:
            self.target_environ.update(self.manager.environ)
        self.adjust_env_for_platform(self.target_environ)
        return Popen(args, shell=isinstance(args, str), env=self.target_environ, **subproc_kwargs)

    def command(self, value: Any) -> None:
        """Run a command and wait for its end.

        Raises:
            RexError: The process could not be started.
        """
        if self.passive:
            return
        if is_non_string_iterable(value):
            text = shlex_join(value)
        else:
            text = value = str(value)
        try:
            self.subprocess(value).communicate()
        except Exception as error:
            raise RexError("Error executing command: %s\n%s" % (text, error)) from error

    def comment(self, value: str) -> None:
        pass

    def source(self, value: str) -> None:
        pass

    def alias(self, key: str, value: str) -> None:
        pass

    def shebang(self) -> None:
        pass

    def _bind_interactive_rez(self) -> None:
        pass

    def _saferefenv(self, key: str) -> None:
        pass

    def get_key_token(self, key: str) -> str:
        return "${%s}" % key

    def adjust_env_for_platform(self, env: MutableMapping[str, str]) -> None:
        """Add to the environment what a process can't start without on this platform."""
        if platform_.name == "windows":
            self._add_systemroot_to_env_win32(env)

    def _add_systemroot_to_env_win32(self, env: Optional[MutableMapping[str, str]]) -> None:
        """Windows needs SYSTEMROOT as soon as PATH is set; keep the user's own if there is one."""
        if env is None or "SYSTEMROOT" not in os.environ:
            return
        names = {name.upper() for name in env}
        if "PATH" in names and "SYSTEMROOT" not in names:
            env["SYSTEMROOT"] = os.environ["SYSTEMROOT"]

    def _value_set(self, key: str, value: _Value) -> None:
        if self.update_session and key == "PYTHONPATH":
            sys.path = EscapedString.demote(value).split(os.pathsep)

    def _path_added(self, key: str, value: _Value, index: int) -> None:
        if self.update_session and key == "PYTHONPATH":
            sys.path.insert(index, EscapedString.demote(value))
