"""Reading package.py files, without running them."""
from __future__ import annotations

import ast
from typing import Any, Dict, List, Optional, Set

from pkgrs.check.document import UNKNOWN, Call, Decorator, Document, Function, Item, Repeated
from pkgrs.definition.source import package_rex_keys

# Longer values are not looked into.
_LONGEST_TEXT = 1 << 16
_LONGEST_LIST = 10000
_EXPANDERS = ("expand_requires", "expand_requirement")
# what can set attributes of which the text does not tell
_REVEALING = ("exec", "eval", "globals", "vars", "setattr", "locals")
_WORDS = tuple(name.encode("ascii") for name in _EXPANDERS + _REVEALING)
_DECORATORS = ("late", "early", "include")


def read_python(path: str, content: bytes) -> Document:
    """Read a definition.

    Args:
        path: The file.
        content: What is in it.

    Raises:
        SyntaxError: It is not Python.
    """
    tree = ast.parse(content, path)
    document = Document(path)
    _TopLevel(document).read(tree.body)
    # few definitions have any of these, and going through all of the code takes long
    for node in ast.walk(tree) if any(word in content for word in _WORDS) else ():
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name in _EXPANDERS:
                document.expansions.extend(
                    Call(text.value, text.lineno) for argument in node.args for text in ast.walk(argument)
                    if isinstance(text, ast.Constant) and isinstance(text.value, str))
            elif name in _REVEALING and isinstance(node.func, ast.Name):
                document.is_open = True
    return document


class _TopLevel:
    """One pass over the statements of a definition."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def read(self, body: List[ast.stmt], is_sure: bool = True) -> None:
        for statement in body:
            self._read(statement, is_sure)

    def _read(self, statement: ast.stmt, is_sure: bool) -> None:
        document = self.document
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            self._import(statement)
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for target in targets:
                self._assign(target, statement.value, is_sure)
        elif isinstance(statement, ast.AugAssign):
            self._unsure(_names_in(statement.target))
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self._function(statement, is_sure)
        elif isinstance(statement, ast.ClassDef):
            document.names.add(statement.name)
        elif isinstance(statement, ast.With):
            self._with(statement)
        elif isinstance(statement, ast.Expr):
            self._unsure(_changed_by(statement.value))
        else:
            self._unsure(_names_in(statement))
            for field in ("body", "orelse", "finalbody", "handlers"):
                for inner in getattr(statement, field, ()):
                    self.read(inner.body if isinstance(inner, ast.ExceptHandler) else [inner], is_sure=False)

    def _import(self, statement: Any) -> None:
        for alias in statement.names:
            if alias.name == "*":
                self.document.is_open = True
                continue
            name = alias.asname or alias.name.split(".")[0]
            self.document.imports[name] = statement.lineno
            self.document.names.add(name)

    def _assign(self, target: ast.expr, value: Optional[ast.expr], is_sure: bool) -> None:
        document = self.document
        if not isinstance(target, ast.Name) or value is None:
            self._unsure(_names_in(target) | _changed_by(target))
            return
        name = target.id
        document.names.add(name)
        if not is_sure:
            self._unsure({name})
        uses_itself = name in _names_read(value)
        known = document.attributes.get(name)
        if known is not None and is_sure and name not in document.unsure and not uses_itself:
            document.repeated.append(Repeated(name, known.key_line, target.lineno))
        item = literal(value, document.attributes, document.unsure)
        document.attributes[name] = Item(item.value, item.line, target.lineno)
        if name in package_rex_keys and isinstance(item.value, str) and isinstance(value, ast.Constant):
            read_code(document, name, item.value, value.lineno,
                      shift=value.lineno - 1 if _has_its_lines(value, item.value) else None)

    def _function(self, node: Any, is_sure: bool) -> None:
        document = self.document
        name = node.name
        kind, includes = "", set()  # type: ignore[var-annotated]
        for decorator in node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            label = called.id if isinstance(called, ast.Name) else None
            if label not in _DECORATORS:
                continue
            if not isinstance(decorator, ast.Call):
                document.bare_decorators.append(Decorator(str(label), decorator.lineno))
            if label == "include":
                includes = {argument.value for argument in getattr(decorator, "args", ())
                            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)}
            else:
                kind = str(label)
        if not kind and name in package_rex_keys:
            kind = "commands"
        known = [function for function in document.functions if function.name == name and function.kind]
        if kind and is_sure and name not in document.unsure:
            first = known[0].line if known else document.attributes[name].key_line if name in document.attributes else 0
            if first:
                document.repeated.append(Repeated(name, first, node.lineno))
        if not is_sure:
            self._unsure({name})
        document.names.add(name)
        arguments = {argument.arg for argument in node.args.args + node.args.kwonlyargs}
        document.functions.append(Function(name, kind, node.lineno, node.body, arguments, includes))

    def _with(self, statement: ast.With) -> None:
        """`with scope("config") as c:` gives the attribute of that name, with what the block says."""
        for item in statement.items:
            call = item.context_expr
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "scope" \
                    and call.args and isinstance(call.args[0], ast.Constant):
                self._unsure({str(call.args[0].value)})
            if item.optional_vars is not None:
                self.document.names |= _names_in(item.optional_vars)
        self._unsure({name for inner in statement.body for name in _names_in(inner)})

    def _unsure(self, names: Set[str]) -> None:
        self.document.names |= names
        self.document.unsure |= names


def _has_its_lines(node: ast.Constant, text: str) -> bool:
    """Whether the lines of a text are those of the file."""
    end = getattr(node, "end_lineno", None)
    return end is not None and end - node.lineno == text.count("\n")


def read_code(document: Document, name: str, text: str, line: int, shift: Optional[int]) -> None:
    """Add code that is written as a text.

    Args:
        document: What to add it to.
        name: The attribute that it is.
        text: The code.
        line: Where the attribute's value begins.
        shift: Added to the code's lines to get those of the file; None where that doesn't give them.
    """
    from textwrap import dedent
    try:
        tree = ast.parse(dedent(text))
    except (SyntaxError, ValueError) as error:
        inner = getattr(error, "lineno", None)
        where = line if shift is None or inner is None else inner + shift
        document.code_problems.append(Call("%s: %s" % (name, getattr(error, "msg", None) or error), where))
        return
    document.functions.append(
        Function(name, "commands", line, tree.body, shift=shift or 0, at=line if shift is None else 0))


def _names_in(node: ast.AST) -> Set[str]:
    """Names that code sets."""
    found = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            found.add(inner.id)
        elif isinstance(inner, (ast.FunctionDef, ast.ClassDef)):
            found.add(inner.name)
        elif isinstance(inner, (ast.Import, ast.ImportFrom)):
            found.update(alias.asname or alias.name.split(".")[0] for alias in inner.names)
    return found


def _names_read(node: ast.AST) -> Set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def _changed_by(node: ast.AST) -> Set[str]:
    """Names of the objects whose method is called, or part is set: `requires.append(…)`, `tests["x"] = …`."""
    target: Any = node.func if isinstance(node, ast.Call) else node
    while isinstance(target, (ast.Attribute, ast.Subscript)):
        target = target.value
        if isinstance(target, ast.Name):
            return {target.id}
    return set()


def literal(node: ast.expr, known: Optional[Dict[str, Item]] = None, unsure: Optional[Set[str]] = None) -> Item:
    """The value of an expression, as far as its text shows.

    Args:
        node: The expression.
        known: Values of names that it may use.
        unsure: Names whose values are not sure.
    """
    line = node.lineno
    if isinstance(node, ast.Constant):
        is_joined = isinstance(node.value, str) and (node.end_lineno or line) > line and "\n" not in node.value
        return Item(node.value, line, is_joined=is_joined)
    if isinstance(node, (ast.List, ast.Tuple)):
        items = [Item(UNKNOWN, element.lineno) if isinstance(element, ast.Starred) else literal(element, known, unsure)
                 for element in node.elts]
        return Item(items, line)
    if isinstance(node, ast.Dict):
        pairs = {}
        for key, value in zip(node.keys, node.values):
            if not isinstance(key, ast.Constant):
                return Item(UNKNOWN, line)
            item = literal(value, known, unsure)
            pairs[key.value] = Item(item.value, item.line, key.lineno)
        return Item(pairs, line)
    if isinstance(node, ast.Name) and known and node.id in known and node.id not in (unsure or ()):
        return _moved(known[node.id], line)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return Item(_sum(literal(node.left, known, unsure).value, literal(node.right, known, unsure).value), line)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = literal(node.operand).value
        return Item(-value if isinstance(value, (int, float)) else UNKNOWN, line)
    return Item(UNKNOWN, line)


def _moved(item: Item, line: int) -> Item:
    return item if isinstance(item.value, (list, dict)) else Item(item.value, line)


def _sum(left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, str) and len(left) + len(right) < _LONGEST_TEXT:
        return left + right
    if isinstance(left, list) and isinstance(right, list) and len(left) + len(right) < _LONGEST_LIST:
        return left + right
    return UNKNOWN
