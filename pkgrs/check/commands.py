"""Rules about what commands do to the environment, and about the fields in their texts."""
from __future__ import annotations

import ast
import re
from string import Formatter
from typing import FrozenSet, Iterator, List, NamedTuple, Optional, Set, Tuple

from pkgrs.check.document import Document, Function, Place
from pkgrs.check.finding import Finding
from pkgrs.check.functions import attribute_problem, bound_names, closest, names_for
from pkgrs.check.rules import finding

_METHODS = ("append", "prepend", "set", "reset", "setdefault")
_ENV_ATTRIBUTES = frozenset(_METHODS) | {"unset", "name", "value", "get"}
_ENV_FUNCTIONS = {"setenv": "set", "appendenv": "append", "prependenv": "prepend", "resetenv": "reset"}
_EXPANDING = ("expandvars", "expandable", "format")
_TEXT_FUNCTIONS = ("alias", "info", "error", "command", "comment", "source", "expandvars")

# Variables that several packages add to, in the programs and tools of the field.
_LISTS: FrozenSet[str] = frozenset("""
    PATH PYTHONPATH LD_LIBRARY_PATH DYLD_LIBRARY_PATH DYLD_FRAMEWORK_PATH MANPATH INFOPATH PKG_CONFIG_PATH
    CMAKE_PREFIX_PATH CMAKE_MODULE_PATH CPATH LIBRARY_PATH XDG_DATA_DIRS XBMLANGPATH
    MAYA_SCRIPT_PATH MAYA_PLUG_IN_PATH MAYA_MODULE_PATH MAYA_PRESET_PATH MAYA_RENDER_DESC_PATH MAYA_SHELF_PATH
    NUKE_PATH HOUDINI_PATH HOUDINI_OTLSCAN_PATH HOUDINI_SCRIPT_PATH HOUDINI_DSO_PATH KATANA_RESOURCES
    ARNOLD_PLUGIN_PATH RMAN_SHADERPATH OFX_PLUGIN_PATH PXR_PLUGINPATH_NAME QT_PLUGIN_PATH QML2_IMPORT_PATH
    HIERO_PLUGIN_PATH CLARISSE_ASSEMBLER_PATH BLENDER_USER_SCRIPTS_PATH REZ_PACKAGES_PATH""".split())
_SPACED: FrozenSet[str] = frozenset(
    "CFLAGS CXXFLAGS CPPFLAGS LDFLAGS FFLAGS MAKEFLAGS JAVA_OPTS JAVA_TOOL_OPTIONS PYTEST_ADDOPTS".split())

# `{root}/a:{root}/b`, `$PATH:/x`, `a:$PATH`; neither `C:/`, `https://` nor `host:port`
_JOINED = re.compile(r"(?:[}/]|\$\w+|[\w.}]/[\w.-]+)[:;](?=[{$/])(?!//)")


class EnvUse(NamedTuple):
    """A variable that is changed: how, and to what."""

    name: str
    operation: str
    value: Optional[ast.expr]
    node: ast.AST


def check_commands(document: Document, place: Place) -> Iterator[Finding]:
    """Check one definition's commands."""
    for function in document.functions:
        if function.kind != "commands":
            continue
        unset = _unset(function)
        for use in env_uses(function):
            yield from _environment(document, function, use, use.name in unset)
        yield from _misuse(document, function)
        for text in _formatted_texts(function):
            yield from _fields(document, function, text)


def _variable(node: ast.AST) -> Optional[str]:
    """The name in `env.NAME` or `env["NAME"]`."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "env":
        return node.attr
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "env":
        index = getattr(node.slice, "value", node.slice)  # Python 3.8 wraps it
        index = getattr(index, "value", index)
        return index if isinstance(index, str) else None
    return None


def env_uses(function: Function) -> Iterator[EnvUse]:
    """Each change of a variable in a function."""
    for node in function.nodes():
        if isinstance(node, ast.Assign):
            for target in node.targets:
                name = _variable(target)
                if name:
                    yield EnvUse(name, "set", node.value, node)
        elif isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute) and called.attr in _METHODS:
                name = _variable(called.value)
                if name:
                    yield EnvUse(name, called.attr, node.args[0] if node.args else None, node)
            elif isinstance(called, ast.Name) and called.id in _ENV_FUNCTIONS and len(node.args) == 2 \
                    and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                yield EnvUse(node.args[0].value, _ENV_FUNCTIONS[called.id], node.args[1], node)


def _unset(function: Function) -> Set[str]:
    """Variables that a function removes: what others added is not meant to stay."""
    found = set()
    for node in function.nodes():
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute) and called.attr == "unset":
                found.add(_variable(called.value) or "")
            elif isinstance(called, ast.Name) and called.id == "unsetenv" and node.args \
                    and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    return found


def _environment(document: Document, function: Function, use: EnvUse, is_unset: bool) -> Iterator[Finding]:
    line = function.line_of(use.node)
    separators = _separators()
    if _is_joined(_text_in(use.value)) or _extends_itself(use):
        yield finding("joined-by-hand", document.path, line, "%s: the value joins several parts" % use.name)
    elif use.operation == "set" and use.name in _LISTS and not is_unset and not _has_default(use):
        yield finding("overwritten-path", document.path, line,
                      "%s is set, which drops what other packages added to it" % use.name,
                      "write env.%s.append(…); if this is meant, env.%s.unset() first" % (use.name, use.name))
    if use.operation in ("append", "prepend") and use.name in _SPACED and use.name not in separators:
        yield finding("missing-separator", document.path, line,
                      "the parts of %s are separated by spaces, but none is set for it" % use.name,
                      "set env_var_separators = {%r: \" \"} in the configuration" % use.name)


def _text_in(value: Optional[ast.expr]) -> str:
    """The text that is given, be it by way of a function that expands it; an empty one if it is none."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in _EXPANDING and value.args:
        value = value.args[0]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""


def _is_joined(text: str) -> bool:
    """Whether a text is a list of paths."""
    return "/" in text and "://" not in text and _JOINED.search(text) is not None


def _separators() -> dict:
    from pkgrs.config.config import config
    return config.env_var_separators or {}


def _extends_itself(use: EnvUse) -> bool:
    """`env.X = "$X…"`, `env.X = … + getenv("X")`: a value that is made of the old one."""
    if use.operation != "set" or use.value is None or isinstance(use.value, ast.Call):
        return False
    pattern = re.compile(r"\$\{?%s\b|\{env\.%s\}" % ((re.escape(use.name),) * 2))
    for node in ast.walk(use.value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and pattern.search(node.value) \
                and node.value.strip("${}") != use.name:
            return True
        if isinstance(use.value, ast.BinOp) and _variable(node) == use.name:
            return True
    return False


def _has_default(use: EnvUse) -> bool:
    """Whether the value is empty, or an expression that may well hold the old one."""
    if isinstance(use.value, ast.Constant):
        return not use.value.value
    return not isinstance(use.value, ast.JoinedStr)


def _misuse(document: Document, function: Function) -> Iterator[Finding]:
    for node in function.nodes():
        line = function.line_of(node)
        target = node.target if isinstance(node, ast.AugAssign) else None
        parts = [node.left, node.right] if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) else []
        for part in [target] if target is not None else parts:
            name = _variable(part)
            if name:
                yield finding("env-operator", document.path, line, "env.%s is used with an operator" % name)
        if isinstance(node, ast.Attribute) and _variable(node.value) and isinstance(node.ctx, ast.Load) \
                and node.attr not in _ENV_ATTRIBUTES:
            similar = closest(node.attr, _ENV_ATTRIBUTES)
            yield finding("unknown-attribute", document.path, line,
                          "a variable of the environment has no attribute %s" % node.attr,
                          "write env.%s.%s" % (_variable(node.value), similar) if similar else "")
        if isinstance(node, (ast.Assign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(inner, ast.Subscript) and _is_os_environ(inner.value) for inner in targets):
                yield finding("os-environ", document.path, line, "%s changes os.environ" % function.name)


def _is_os_environ(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "environ" and isinstance(node.value, ast.Name) \
        and node.value.id == "os"


# -- fields in texts


def _formatted_texts(function: Function) -> Iterator[ast.Constant]:
    """Texts in which fields are replaced: what variables are given, and what commands are told."""
    texts: List[Optional[ast.expr]] = [use.value for use in env_uses(function)]
    for node in function.nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _TEXT_FUNCTIONS:
            texts.extend(node.args)
    for text in texts:
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield text


def _fields(document: Document, function: Function, node: ast.Constant) -> Iterator[Finding]:
    line = function.line_of(node)
    names = names_for(function) | bound_names(function)
    heads: List[Tuple[str, str]] = []
    try:
        plain = re.sub(r"\$\{\w+\}", "", str(node.value))
        for _, field, _, _ in Formatter().parse(plain):
            if field and re.match(r"[A-Za-z_]\w*", field):
                heads.append((re.split(r"[.\[]", field)[0], field))
    except ValueError:
        return  # single braces; such a text stays as it is
    known = [head for head, _ in heads if head in names]
    for head, field in heads:
        if head not in names:
            similar = "this." + head if head in document.attributes else _meant(head, names)
            # Where no field is known, the text may be meant for another program.
            if similar or known:
                fix = "write {%s}" % field.replace(head, similar, 1) if similar else ""
                yield finding("unknown-field", document.path, line, "{%s} is unknown, so that the text stays as it is, "
                              "braces and all" % field, fix)
            continue
        chain = re.match(r"[\w.]+", field)
        problem = attribute_problem(document, function, _shortened(chain.group() if chain else field))
        if problem:
            message, fix = problem
            yield finding("unknown-attribute", document.path, line, "{%s}: %s" % (field, message),
                          fix and "write {%s}" % fix[len("write "):])


def _shortened(chain: str) -> str:
    """The part of a chain that is looked at: `this.x` of `this.x.y`, `this.version.x` of `this.version.x.y`."""
    parts = chain.split(".")
    return ".".join(parts[:3] if parts[:2] == ["this", "version"] else parts[:2])


_OWN_FIELDS = ("root", "this", "version", "base", "resolve", "request", "system", "ephemerals", "env")


def _meant(head: str, names: FrozenSet[str]) -> str:
    if head in ("self", "package", "pkg"):
        return "this"
    from difflib import get_close_matches
    near = get_close_matches(head.lower(), [name for name in _OWN_FIELDS if name in names], 1, 0.75)
    return near[0] if near else ""
