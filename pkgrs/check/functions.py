"""Rules about names in the code of definitions: commands, late- and early-bound functions."""
from __future__ import annotations

import ast
import builtins
from difflib import get_close_matches
from functools import lru_cache
from typing import FrozenSet, Iterable, Iterator, Optional, Set

from pkgrs.check.document import Document, Function, Place
from pkgrs.check.finding import Finding
from pkgrs.check.rules import finding

_BUILTINS = frozenset(dir(builtins)) | {"__file__", "__name__"}
_CONTEXT_NAMES = frozenset(
    ("system", "building", "testing", "request", "implicits", "ephemerals", "intersects"))
_LATE_NAMES = _CONTEXT_NAMES | {"this", "in_context", "context"}
_PACKAGE_NAMES = frozenset(("this", "version", "root", "base", "resolve"))
_VERSION_ATTRIBUTES = frozenset(("major", "minor", "patch", "as_tuple"))


@lru_cache(maxsize=None)
def command_names() -> FrozenSet[str]:
    """Names that commands can use."""
    from pkgrs.rex.executor import RexExecutor
    return frozenset(RexExecutor(shebang=False).globals) | _CONTEXT_NAMES | _PACKAGE_NAMES


def names_for(function: Function) -> FrozenSet[str]:
    """Names that a function finds, besides those that it defines."""
    if function.kind == "late":
        return _LATE_NAMES
    return command_names() | {"pre_build_commands": {"build"}, "pre_test_commands": {"test"}}.get(function.name, set())


@lru_cache(maxsize=None)
def package_attributes() -> FrozenSet[str]:
    """Attributes that each package or variant has."""
    from pkgrs.package.model import Package, Variant
    return frozenset(dir(Package)) | frozenset(dir(Variant)) | Package.keys | Variant.keys


def check_functions(document: Document, place: Place) -> Iterator[Finding]:
    """Check the names that one definition's code uses."""
    for function in document.functions:
        if function.kind in ("late", "commands"):
            yield from _names(document, function)
            yield from _attributes(document, function)


def bound_names(function: Function) -> Set[str]:
    """Names that a function defines anywhere in its code."""
    bound = set(function.arguments) | function.includes
    for node in function.nodes():
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            bound.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            bound.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            bound.update(alias.asname or alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            bound.update(node.names)
    return bound


def _names(document: Document, function: Function) -> Iterator[Finding]:
    known = names_for(function) | bound_names(function) | _BUILTINS
    if "*" in known or _expects_missing_names(function):
        return
    told: Set[str] = set()
    for node in function.nodes():
        if not isinstance(node, ast.Name) or node.id in known or node.id in told:
            continue
        told.add(node.id)
        name, line = node.id, function.line_of(node)
        if name in document.imports:
            yield finding("late-import", document.path, line, "%s does not see the module %s, which is imported in line %d"
                          % (function.name, name, document.imports[name]), _import_fix(name, function))
        elif name in document.names:
            yield finding("late-name", document.path, line,
                          "%s does not see %s, which is defined outside of it" % (function.name, name),
                          "read it as this.%s" % name if name in document.attributes else "")
        else:
            similar = closest(name, names_for(function) | bound_names(function))
            yield finding("unknown-name", document.path, line, "%s uses %s, which is defined nowhere" % (function.name, name),
                          "write " + similar if similar else "")


def _import_fix(name: str, function: Function) -> str:
    return "import %s within %s" % (name, function.name)


def _expects_missing_names(function: Function) -> bool:
    """Whether the code tries names that may not be there."""
    return any(isinstance(node, ast.ExceptHandler) and (node.type is None or "NameError" in ast.dump(node.type))
               for node in function.nodes())


def _attributes(document: Document, function: Function) -> Iterator[Finding]:
    for node in function.nodes():
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            problem = attribute_problem(document, function, dotted(node))
            if problem:
                yield finding("unknown-attribute", document.path, function.line_of(node), *problem)


def dotted(node: ast.AST) -> str:
    """A chain of attributes as text, `this.version.major`; empty for other expressions."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id] + parts[::-1])


def attribute_problem(document: Document, function: Function, text: str) -> Optional[tuple]:
    """What is wrong with a chain of attributes of the package or its version: the message and the fix.

    Only a whole chain is looked at, `this.x` but not the rest of `this.x.y`, so that each is told once.
    """
    head, _, rest = text.partition(".")
    parts = rest.split(".")
    if head == "this" and "this" not in bound_names(function):
        if len(parts) == 1 and parts[0]:
            known = package_attributes() | document.keys()
            if parts[0] not in known and not document.is_open and not parts[0].startswith("__"):
                return _no_attribute("the package", parts[0], {name for name in known if name[0] != "_"}, "this.")
        if function.kind == "commands" and len(parts) == 2 and parts[0] == "version":
            return _version_problem(parts[1], "this.version.")
    elif head == "version" and function.kind == "commands" and len(parts) == 1 and parts[0] \
            and "version" not in bound_names(function):
        return _version_problem(parts[0], "version.")
    return None


def _version_problem(name: str, prefix: str) -> Optional[tuple]:
    if name in _VERSION_ATTRIBUTES or name.startswith("_"):
        return None
    return _no_attribute("a version", name, _VERSION_ATTRIBUTES, prefix)


def _no_attribute(owner: str, name: str, known: Iterable[str], prefix: str) -> tuple:
    similar = closest(name, known)
    return "%s has no attribute %s" % (owner, name), "write %s%s" % (prefix, similar) if similar else ""


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that another one is likely to stand for; an empty text if there is none."""
    candidates = sorted(set(known))
    lower = name.lower()
    if lower in candidates:
        return lower
    near = get_close_matches(name, candidates, 1, 0.7)
    return near[0] if near else ""

