"""The file of compiled modules, from which `pkgrs.base.compiled` has them, written."""
from __future__ import annotations

import ast
import marshal
import os
import sys
from importlib import import_module
from importlib.machinery import SourceFileLoader

from pkgrs.base.compiled import LENGTH, PYTHON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple

    from pkgrs.base.compiled import Place, Source


def write(path: str, folder: str, package: str, others: Iterable[str] = (),
          groups: Iterable[Sequence[str]] = ()) -> None:
    """Write the file. A module that can't be read or compiled is left out.

    Args:
        path: The file, which is replaced as a whole.
        folder: What holds the package.
        package: Its name.
        others: Names of more modules, which are imported.
        groups: Names of modules that are imported together, each group in the order in which they are run; see
            `pkgrs.installer.imports`. Of groups with the same last module, the first counts.
    """
    modules = dict(_compiled(folder, package, others))
    data = _Data()
    places: Dict[str, Place] = {}
    for group in groups:
        members = [(name, *modules[name]) for name in group if name in modules]
        if len(members) > 1 and members[-1][0] == group[-1] and group[-1] not in places:
            places[group[-1]] = data.add(tuple(members))
    index = data.add({name: (data.add(code), source) for name, (source, code) in modules.items()})
    head = marshal.dumps((PYTHON, places, index))
    temporary = "%s.%d" % (path, os.getpid())
    with open(temporary, "wb") as stream:
        stream.write(b"".join([len(head).to_bytes(LENGTH, "little"), head] + data.parts))
    os.replace(temporary, path)


class _Data:
    """What follows the head."""

    def __init__(self) -> None:
        self.parts: List[bytes] = []
        self._size = 0

    def add(self, value: Any) -> Place:
        """Append a value; returns where it is."""
        part = marshal.dumps(value)
        self.parts.append(part)
        self._size += len(part)
        return self._size - len(part), len(part)


def _compiled(folder: str, package: str, others: Iterable[str]) -> Iterator[Tuple[str, Tuple[Source, CodeType]]]:
    """All modules, by name: their sources and code."""
    modules: List[Tuple[str, str, Optional[str]]] = [(name, file, None) for name, file in _files(folder, package)]
    modules += [(name, file, file) for name, file in _imported(others) if name.split(".")[0] != package]
    for name, file, written in modules:
        code = _code(file, is_own=written is None)
        if code is not None:
            status = os.stat(file)
            is_package = os.path.basename(file) == "__init__.py"
            yield name, ((written, is_package, int(status.st_mtime), status.st_size), code)  # type: ignore[misc]


def _files(folder: str, package: str) -> Iterator[Tuple[str, str]]:
    """The modules of a package, by name, and their files."""
    for parent, folders, names in os.walk(os.path.join(folder, package)):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".py"):
                file = os.path.join(parent, name)
                parts = os.path.relpath(file, folder)[:-3].split(os.sep)
                yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), file


def _imported(names: Iterable[str]) -> Iterator[Tuple[str, str]]:
    """Modules, and those that come along with them, that Python reads from files; and these files."""
    wanted = [import_module(name) for name in names]
    for name, module in sorted(sys.modules.items()):
        if type(getattr(module, "__loader__", None)) is SourceFileLoader and wanted and name != "__main__":
            yield name, module.__file__  # type: ignore[misc]


def _code(file: str, is_own: bool) -> Optional[CodeType]:
    """Compile a module, without the texts about its functions and classes, which no command shows; one of our own also
    without the types of functions' arguments, which nothing of ours looks at."""
    try:
        with open(file, "rb") as stream:
            tree = _WithoutTexts().visit(ast.parse(stream.read(), file))
        if is_own:
            _WithoutTypes().visit(tree)
        code: CodeType = compile(tree, file, "exec", dont_inherit=True)
    except (OSError, SyntaxError, ValueError):
        return None
    return code


class _WithoutTexts(ast.NodeTransformer):
    """Removes the docstrings of functions and classes."""

    def _without_text(self, node: Any) -> Any:
        self.generic_visit(node)
        if ast.get_docstring(node, clean=False) is not None:
            node.body[:1] = [] if len(node.body) > 1 else [ast.copy_location(ast.Pass(), node.body[0])]
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _without_text


class _WithoutTypes(ast.NodeTransformer):
    """Removes the annotations of functions."""

    def _without_types(self, node: Any) -> Any:
        node.returns = None
        return self.generic_visit(node)

    visit_FunctionDef = visit_AsyncFunctionDef = _without_types

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node
