"""Runs rex code."""
from __future__ import annotations

import sys
from contextlib import contextmanager
from types import CodeType, FunctionType, TracebackType

from pkgrs.base.attrdict import AttrDictWrapper
from pkgrs.base.deferred import Deferred, DeferredAttribute
from pkgrs.config.config import config
from pkgrs.definition.source import SourceCode, SourceCodeError
from pkgrs.errors import RexError, _NeverError
from pkgrs.platform.system import system
from pkgrs.plugin.manager import plugin_manager
from pkgrs.rex.action import Action, OutputStyle
from pkgrs.rex.environ import EnvironmentDict
from pkgrs.rex.escape import expandable, literal
from pkgrs.rex.interpreter import ActionInterpreter, refers_as_usual
from pkgrs.rex.manager import ActionManager
from pkgrs.rex.namespace import filled, optionvars

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, MutableMapping, Optional, Union
    from pkgrs.rex.formatter import NamespaceFormatter


class RexExecutor:
    """Runs rex code in a namespace that holds the rex commands, `env`, and what is bound to it.

    The names in the namespace are attributes, too: `executor.setenv("A", "b")`.

    Args:
        interpreter: Is told each command; a `Python` interpreter over an empty dict if None.
        globals_map: The namespace's initial content; it is changed in place.
        parent_environ: See `ActionManager`.
        parent_variables: See `ActionManager`.
        shebang: Whether to begin with the line that names the script's interpreter.
        add_default_namespaces: Whether to bind `system`.
    """

    formatter = DeferredAttribute()

    def __init__(
        self,
        interpreter: Optional[ActionInterpreter] = None,
        globals_map: Optional[Dict[str, Any]] = None,
        parent_environ: Optional[Mapping[str, str]] = None,
        parent_variables: Optional[Union[bool, Iterable[str]]] = None,
        shebang: bool = True,
        add_default_namespaces: bool = True,
    ) -> None:
        names: Dict[str, Any] = globals_map or {}
        self.globals = names
        self.formatter = Deferred(lambda: _formatter(names))
        self.manager = ActionManager(
            _python() if interpreter is None else interpreter,
            parent_environ, parent_variables, formatter=self.expand,
        )
        self.manager.formats_usually = (
            type(self).expand is RexExecutor.expand and refers_as_usual(self.interpreter))
        self.environ = EnvironmentDict(self.manager)
        python = sys.modules.get("pkgrs.rex.python")  # without it there is no such interpreter
        if python is not None and isinstance(self.interpreter, python.Python):
            self.interpreter.set_manager(self.manager)

        names.update(self.manager.get_public_methods())
        names.update(
            env=AttrDictWrapper(self.environ),  # type: ignore[arg-type]
            format=self.expand,
            literal=literal, expandable=expandable, optionvars=optionvars,
        )
        if add_default_namespaces:
            names["system"] = system
        if shebang:
            self.manager.shebang()

    @property
    def interpreter(self) -> ActionInterpreter:
        """The interpreter that is told each command."""
        return self.manager.interpreter

    @property
    def actions(self) -> List[Action]:
        """The commands so far."""
        return self.manager.actions

    def __getattr__(self, attr: str) -> Any:
        names = self.__dict__.get("globals", {})
        return names[attr] if attr in names else getattr(super(), attr)

    def bind(self, name: str, obj: Any) -> None:
        """Put an object into the namespace."""
        self.globals[name] = obj

    def unbind(self, name: str) -> None:
        """Take a name out of the namespace; no error if it is not there."""
        self.globals.pop(name, None)

    @contextmanager
    def reset_globals(self) -> Iterator[None]:
        """On leaving the context, take back what was done to the namespace meanwhile."""
        before = dict(self.globals)
        try:
            yield
        finally:
            self.globals.clear()
            self.globals.update(before)

    def append_system_paths(self) -> None:
        """Append the paths of the system's own tools, as the shell knows them, to PATH."""
        get_syspaths = getattr(self.interpreter, "get_syspaths", None)
        if get_syspaths is None:
            shell = config.default_shell or system.shell
            get_syspaths = plugin_manager.get_plugin_class("shell", shell).get_syspaths
        for path in get_syspaths():
            self.environ["PATH"].append(path)

    def prepend_rez_path(self) -> None:
        """Prepend the folder of the command-line tools, if there is one, to PATH."""
        if system.rez_bin_path:
            self.environ["PATH"].prepend(system.rez_bin_path)

    def append_rez_path(self) -> None:
        """Append the folder of the command-line tools, if there is one, to PATH."""
        if system.rez_bin_path:
            self.environ["PATH"].append(system.rez_bin_path)

    def normalize_path(self, path: str) -> str:
        """Return the path as the interpreter writes it."""
        return self.interpreter.normalize_path(path)

    @classmethod
    def compile_code(
        cls,
        code: Union[str, "SourceCode[Any]"],
        filename: Optional[str] = None,
        exec_namespace: Optional[Dict[str, Any]] = None,
    ) -> CodeType:
        """Compile rex code, and run it if a namespace is given.

        Args:
            code: Text or source code object.
            filename: Name that stands for the text in messages.
            exec_namespace: Where to run it.

        Returns:
            The compiled code.

        Raises:
            RexError: The text does not compile; or it raised, unless the `catch_rex_errors` setting is off.
            SourceCodeError: The same of a source code object.
        """
        if isinstance(code, SourceCode):
            compiled: CodeType = code.compiled
            if exec_namespace is not None:
                code.exec_(globals_=exec_namespace)
            return compiled

        filename = filename or "<string>"
        try:
            compiled = compile(code, filename, "exec")
        except Exception as error:
            raise RexError("Failed to compile %s:\n\n%s" % (filename, _stack_text(error))) from None

        if exec_namespace is not None:
            _guarded(filename, exec, compiled, exec_namespace)
        return compiled

    def execute_code(self, code: Union[str, "SourceCode[Any]"], filename: Optional[str] = None) -> None:
        """Run rex code in this executor's namespace. See `compile_code` for the arguments and errors."""
        self.compile_code(code=code, filename=filename, exec_namespace=self.globals)

    def execute_function(self, func: Callable[..., Any], *nargs: Any, **kwargs: Any) -> Any:
        """Call a function as if its globals held this executor's namespace.

        Args:
            func: A plain function.
            nargs, kwargs: Its arguments.

        Returns:
            What it returns.

        Raises:
            RexError: It raised, unless the `catch_rex_errors` setting is off.
        """
        function: Any = func
        twin = FunctionType(
            function.__code__,
            {**function.__globals__, **self.globals},
            name=function.__name__,
            argdefs=function.__defaults__,
            closure=function.__closure__,
        )
        twin.__kwdefaults__ = function.__kwdefaults__
        return _guarded(function.__code__.co_filename, twin, *nargs, **kwargs)

    def get_output(self, style: OutputStyle = OutputStyle.file) -> Any:
        """Return what the interpreter gathered."""
        return self.manager.get_output(style=style)

    def expand(self, value: Any) -> str:
        """Replace `{fields}` in text by values of the namespace."""
        text = str(value)
        is_usual = isinstance(vars(self)["formatter"], Deferred) and refers_as_usual(self.interpreter)
        # `regex` is given to the formatter, where it counts as a name
        simple = filled(text, self.globals) if is_usual and "{regex}" not in text else None
        return self.formatter.format(text, regex=self.interpreter.ENV_VAR_REGEX) if simple is None else simple


def _guarded(filename: str, func: Callable[..., Any], *nargs: Any, **kwargs: Any) -> Any:
    """Call, and turn an error that is not of rex into a RexError with the traceback in its message."""
    caught = Exception if config.catch_rex_errors else _NeverError
    try:
        return func(*nargs, **kwargs)
    except (RexError, SourceCodeError):
        raise
    except caught as error:
        text = _stack_text(error)
        raise RexError("Failed to exec %s:\n\n%s" % (filename, text)) from None


def _stack_text(error: BaseException) -> str:
    """Format an error's traceback without the frames of this module."""
    import traceback

    stack: Optional[TracebackType] = error.__traceback__
    while stack is not None and stack.tb_frame.f_code.co_filename == __file__:
        stack = stack.tb_next
    lines = traceback.format_exception(type(error), error, stack)
    if stack is None:
        lines.insert(0, "Traceback (most recent call last):\n")
    return "".join(lines)


def _formatter(names: MutableMapping[str, Any]) -> NamespaceFormatter:
    from pkgrs.rex.formatter import NamespaceFormatter
    return NamespaceFormatter(names)


def _python() -> ActionInterpreter:
    """An interpreter that changes nothing."""
    from pkgrs.rex.python import Python
    return Python(target_environ={})
