"""Code that a package definition carries as data: its commands and its late-bound functions."""
from __future__ import annotations

import os
from types import CodeType

from pkgrs.base.data import cached_property
from pkgrs.base.text import indent
from pkgrs.definition.text import ModuleText, function_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Generic, List, Optional, Protocol, Set, Tuple, TypeVar

    _T = TypeVar("_T")
    CallabeT = TypeVar("CallabeT", bound=Callable)

    class CodeKeeper(Protocol):
        """Keeps the compiled form of one piece of code."""

        def find(self) -> Optional[CodeType]: ...
        def add(self, code: CodeType) -> None: ...
else:
    from pkgrs.base.generic import Generic, _T

_REZ_MODULE = "rez.utils.sourcecode"  # seen in pickles and messages

# functions that run in a rex context and so can be neither early nor late bound
package_rex_keys = (
    "pre_commands",
    "commands",
    "post_commands",
    "pre_build_commands",
    "pre_test_commands",
)


def early() -> Callable[[CallabeT], CallabeT]:
    """Decorator of a function in a package definition: it is evaluated once, when the package is built."""
    def decorated(fn: CallabeT) -> CallabeT:
        fn._early = True  # type: ignore[attr-defined]
        return fn

    return decorated


def late() -> Callable[[CallabeT], CallabeT]:
    """Decorator of a function in a package definition: it is evaluated when the attribute is read.

    Raises:
        ValueError: From the decorator, if the function is one of the commands.
    """
    def decorated(fn: CallabeT) -> CallabeT:
        if fn.__name__ in package_rex_keys:
            raise ValueError("Cannot use @late decorator on function '%s'" % fn.__name__)
        fn._late = True  # type: ignore[attr-defined]
        _add_decorator(fn, "late")
        return fn

    return decorated


def include(module_name: str, *module_names: str) -> Callable[[CallabeT], CallabeT]:
    """Decorator of a function in a package definition: it may use these modules, which the package takes along.

    Args:
        module_name: Name of a module found on `package_definition_python_path`.
        module_names: More of them.
    """
    def decorated(fn: CallabeT) -> CallabeT:
        _add_decorator(fn, "include", nargs=[module_name] + list(module_names))
        return fn

    return decorated


def _add_decorator(fn: Callable, name: str, **kwargs: Any) -> None:
    """Record on the function that it has a decorator which its source code is to keep."""
    if not hasattr(fn, "_decorators"):
        fn._decorators = []  # type: ignore[attr-defined]
    info = dict(kwargs)
    info["name"] = name
    fn._decorators.append(info)  # type: ignore[attr-defined]


class SourceCodeError(Exception):
    """Source code failed; the message holds the traceback, `short_msg` the cause alone."""

    def __init__(self, msg: str, short_msg: str) -> None:
        super().__init__(msg)
        self.short_msg = short_msg

    def __reduce__(self) -> Tuple[type, Tuple[str, str]]:
        return type(self), (self.args[0], self.short_msg)


class SourceCodeCompileError(SourceCodeError):
    """Source code has a syntax error."""


class SourceCodeExecError(SourceCodeError):
    """Source code raised an error."""


class SourceCode(Generic[_T]):
    """Python code kept as text, compiled when it is first run."""

    __hash__ = None  # type: ignore[assignment]

    #: Keeps the compiled code of a function in a definition file from process to process.
    keeper: Optional[CodeKeeper] = None

    def __init__(self, source: Optional[str] = None, func: Optional[Callable[[], _T]] = None,
                 filepath: Optional[str] = None, eval_as_function: bool = True) -> None:
        """
        Args:
            source: The code, as the body of a function.
            func: The function to take the code from, where no `source` is given.
            filepath: File that the code comes from, for messages.
            eval_as_function: Run the code as the body of a function rather than of a block.

        Raises:
            TypeError, OSError: If the source code of `func` can't be found.
        """
        self.func = func
        self.filepath = filepath
        self.eval_as_function = eval_as_function
        self.package: Any = None
        self.funcname: Optional[str] = None
        self.decorators: List[Dict[str, Any]] = []
        self._module: Optional[ModuleText] = None
        self._first: Optional[int] = None  # line of the function in the module, if that is not at hand itself
        if func is not None:
            self._init_from_func()
        else:
            self.source = (source or "").rstrip()

    @classmethod
    def from_module(cls, func: Callable[[], _T], module: ModuleText,
                    eval_as_function: bool = True) -> SourceCode[_T]:
        """Take the code from a function that was defined by the given text.

        Args:
            func: The function.
            module: The text that its line number refers to; it is only consulted when the code is needed.
            eval_as_function: As for the constructor.
        """
        self = cls.__new__(cls)
        self.func = func
        self.eval_as_function = eval_as_function
        self.package = None
        self.funcname = func.__name__
        self.decorators = getattr(func, "_decorators", [])
        self._module = module
        self._first = None
        return self

    @classmethod
    def at(cls, module: ModuleText, first: int, funcname: Optional[str], eval_as_function: bool,
           keeper: Optional[CodeKeeper] = None) -> SourceCode[_T]:
        """Take the code from an undecorated function in a text, of which the code was compiled elsewhere.

        Args:
            module: The text; it is only consulted when the code is needed.
            first: Line number (from 1) of the `def`.
            funcname: Name of the function.
            eval_as_function: As for the constructor.
            keeper: May have the compiled code, and is given it otherwise.
        """
        self = cls.__new__(cls)
        self.func = None
        self.eval_as_function = eval_as_function
        self.package = None
        self.funcname = funcname
        self.decorators = []
        self._module = module
        self._first = first
        self.keeper = keeper
        return self

    def place(self) -> Optional[Tuple[ModuleText, int, Optional[str], bool]]:
        """What `at` makes the same code of; None if it is not that of an undecorated function in a text."""
        if self._module is None or self.decorators:
            return None
        first = self._first
        if first is None:
            code: Any = getattr(self.func, "__code__", None)
            if code is None or hasattr(self.func, "__wrapped__"):
                return None
            first = code.co_firstlineno
        return self._module, first, self.funcname, self.eval_as_function

    def _init_from_func(self) -> None:
        from inspect import getsourcelines
        self.funcname = self.func.__name__  # type: ignore[union-attr]
        self.decorators = getattr(self.func, "_decorators", [])
        lines = getsourcelines(self.func)[0]  # type: ignore[arg-type]
        self.source = function_body(lines, len(self.decorators) + 1)

    @cached_property
    def source(self) -> str:
        """The code, without the `def` line."""
        if self._module is None:
            return ""
        first = self._first
        if first is None:
            func: Any = self.func
            while hasattr(func, "__wrapped__"):
                func = func.__wrapped__
            first = func.__code__.co_firstlineno
        lines = self._module.function_lines(first)
        return function_body(lines, len(self.decorators) + 1)

    @cached_property
    def filepath(self) -> Optional[str]:
        """The real path of the file that the code comes from."""
        return None if self._module is None else os.path.realpath(self._module.path)

    def copy(self) -> SourceCode[_T]:
        """A copy that can be given another package."""
        other: SourceCode[_T] = SourceCode.__new__(SourceCode)
        other.source = self.source
        other.func = self.func
        other.filepath = self.filepath
        other.eval_as_function = self.eval_as_function
        other.package = self.package
        other.funcname = self.funcname
        other.decorators = self.decorators
        other._module = None
        other._first = None
        return other

    @cached_property
    def includes(self) -> Optional[Set[str]]:
        """Names of the modules that an `@include` gives, None without one."""
        info = self._get_decorator_info("include")
        return set(info.get("nargs", ())) if info else None

    @cached_property
    def late_binding(self) -> bool:
        """True if the code is that of a `@late` function."""
        return bool(self._get_decorator_info("late"))

    @cached_property
    def evaluated_code(self) -> str:
        """The text that is compiled."""
        body = indent(self.source)
        if not self.eval_as_function:
            return "if True:\n" + body
        name = self.funcname or "_unnamed"
        return "def {0}():\n{1}\n_result = {0}()".format(name, body)

    @property
    def sourcename(self) -> str:
        """What stands for the file name in tracebacks."""
        name = self.filepath or "string"
        if self.funcname:
            name += ":" + self.funcname
        return "<%s>" % name

    @cached_property
    def compiled(self) -> CodeType:
        """The compiled code.

        Raises:
            SourceCodeCompileError: The code has a syntax error.
        """
        keeper = self.keeper
        code = None if keeper is None else keeper.find()
        if code is not None:
            return code
        try:
            code = compile(self.evaluated_code, self.sourcename, "exec")
        except Exception as e:
            raise SourceCodeCompileError(
                "Failed to compile %s:\n%s" % (self.sourcename, _stack_text()), short_msg=str(e))
        if keeper is not None:
            keeper.add(code)
        return code

    def set_package(self, package: Any) -> None:
        """Set the package whose included modules the code sees when it runs."""
        self.package = package

    def exec_(self, globals_: Dict[str, Any] = {}) -> _T:  # noqa: B006 (Rez's signature)
        """Run the code.

        Args:
            globals_: Names that the code sees; what it defines is added to them.

        Returns:
            What the code returns, if it is evaluated as a function.

        Raises:
            SourceCodeCompileError: The code has a syntax error.
            SourceCodeExecError: The code raised an exception.
        """
        if self.package is not None and self.includes:
            for name in self.includes:
                from pkgrs.definition.include import include_module_manager
                globals_[name] = include_module_manager.load_module(name, self.package)
        code = self.compiled
        try:
            exec(code, globals_)
        except Exception as e:
            raise SourceCodeExecError(
                "Failed to execute %s:\n%s" % (self.sourcename, _stack_text()), short_msg=str(e))
        return globals_.get("_result")  # type: ignore[return-value]

    def to_text(self, funcname: str) -> str:
        """The code as a function definition.

        Args:
            funcname: Name to give to the function.

        Returns:
            Source text, decorators included, without a newline at its end.
        """
        lines = ["@%s(%s)" % (info["name"], ", ".join(map(repr, info.get("nargs", ()))))
                 for info in reversed(self.decorators)]
        lines.append("def %s():" % funcname)
        source = self.source or "pass"
        lines.append(source if source[0] in " \t" else indent(source))
        return "\n".join(lines)

    def _get_decorator_info(self, name: str) -> Optional[Dict[str, Any]]:
        for info in self.decorators:
            if info.get("name") == name:
                return info
        return None

    def __getstate__(self) -> Dict[str, Any]:
        return {
            "source": self.source,
            "filepath": self.filepath,
            "funcname": self.funcname,
            "eval_as_function": self.eval_as_function,
            "decorators": self.decorators,
        }

    def __setstate__(self, state: Dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.func = None
        self.package = None
        self._module = None
        self._first = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SourceCode) and other.source == self.source

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __str__(self) -> str:
        return self.source

    def __repr__(self) -> str:
        return "%s(%r)" % (self.__class__.__name__, self.source)


def _stack_text() -> str:
    from traceback import format_exc
    return format_exc()


for _cls in (SourceCode, SourceCodeError, SourceCodeCompileError, SourceCodeExecError):
    _cls.__module__ = _REZ_MODULE
del _cls
