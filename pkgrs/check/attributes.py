"""Rules about attributes: their names, and the forms of their values."""
from __future__ import annotations

from difflib import get_close_matches
from typing import Any, Callable, Dict, Iterator, List, NamedTuple, Optional

from pkgrs.base.text import is_valid_package_name
from pkgrs.check.document import UNKNOWN, Document, Item, Place
from pkgrs.check.finding import Finding
from pkgrs.check.rules import finding
from pkgrs.definition.schema import package_build_only_keys, package_pod_schema_dict
from pkgrs.definition.source import package_rex_keys
from pkgrs.version.version import Version

# attributes of definition files that the schema of loaded packages does not have
_FILE_KEYS = ("format_version", "versions", "version_overrides", "custom")

LATE_KEYS = frozenset((
    "requires", "build_requires", "private_build_requires", "has_plugins", "plugin_for", "tools", "help",
    "relocatable", "cachable", "tests"))
KNOWN_KEYS = frozenset(
    [key._schema for key in package_pod_schema_dict if isinstance(key._schema, str)]
    + list(package_build_only_keys) + list(_FILE_KEYS))

_OCCASIONS = ("default", "pre_install", "pre_release", "explicit")


def check_attributes(document: Document, place: Place) -> Iterator[Finding]:
    """Check one definition's attributes."""
    yield from _names(document, place)
    yield from _keys(document)
    yield from _functions(document)
    for key, shape in _SHAPES.items():
        item = document.get(key)
        if item is not None and item.value is not UNKNOWN:
            yield from _commas(document, key, item)
            wrong = shape.find_wrong(item)
            if wrong is not None:
                yield finding("bad-type", document.path, wrong.line,
                              "%s can't have %s here: %s" % (key, _kind(wrong.value), shape.wanted), _fix(key, item, wrong))
    yield from _tests(document)


def _names(document: Document, place: Place) -> Iterator[Finding]:
    name = document.get("name")
    if "name" not in document.keys() and not document.is_open and not place.is_combined:
        yield finding("missing-name", document.path, 1, "there is no name")
    if name is not None and isinstance(name.value, str):
        if not is_valid_package_name(name.value):
            yield finding("bad-name", document.path, name.line, "%r can't be the name of a package" % name.value)
        elif place.family is not None and name.value != place.family:
            yield finding("name-folder", document.path, name.line,
                          "the name is %r, the folder's %r" % (name.value, place.family))
    version = document.get("version")
    if version is None or not isinstance(version.value, str):
        return
    try:
        Version(version.value)
    except Exception as error:
        yield finding("bad-version", document.path, version.line, "%r: %s" % (version.value, error))
        return
    if place.version is not None and version.value != place.version:
        yield finding("version-folder", document.path, version.line,
                      "the version is %r, the folder's %r" % (version.value, place.version))


def _keys(document: Document) -> Iterator[Finding]:
    for key, first_line, line in document.repeated:
        yield finding("repeated-key", document.path, line, "%s is given in line %d already" % (key, first_line))
    for key, item in document.attributes.items():
        similar = similar_key(key)
        if similar and similar not in document.keys() and key not in document.unsure:
            yield finding("misspelt-key", document.path, item.key_line,
                          "%s is no attribute that means anything; is it %s?" % (key, similar), "write " + similar)
    called = _names_used(document)
    for function in document.functions:
        similar = similar_key(function.name)
        if similar and similar not in document.keys() and function.name not in called:
            if function.kind or similar in package_rex_keys or similar == "preprocess":
                yield finding("misspelt-key", document.path, function.line,
                              "the function %s is never used; is it %s?" % (function.name, similar), "write " + similar)


def similar_key(key: str) -> Optional[str]:
    """The known attribute that a key is likely to stand for, None if the key is known or like none."""
    if key in KNOWN_KEYS or key.startswith("_"):
        return None
    plain = key.lower().replace("-", "_")
    if plain in KNOWN_KEYS:
        return plain
    near = get_close_matches(plain, KNOWN_KEYS, 1, 0.85 if len(plain) > 5 else 0.88)
    return near[0] if near else None


def _names_used(document: Document) -> set:
    import ast
    return {node.id for function in document.functions for node in function.nodes() if isinstance(node, ast.Name)}


def _functions(document: Document) -> Iterator[Finding]:
    for name, line in document.bare_decorators:
        yield finding("decorator-call", document.path, line, "@%s lacks its parentheses" % name, "write @%s()" % name)
    for function in document.functions:
        if function.kind != "late" or function.name not in KNOWN_KEYS or function.name in LATE_KEYS:
            continue
        yield finding("not-late", document.path, function.line, "%s can't be late-bound" % function.name)


# -- shapes


class Shape(NamedTuple):
    """What an attribute can be: a search for the part that is wrong, and words for what is right."""

    find_wrong: Callable[[Item], Optional[Item]]
    wanted: str


def _is(*types: type) -> Callable[[Item], Optional[Item]]:
    def find_wrong(item: Item) -> Optional[Item]:
        value = item.value
        if value is UNKNOWN or isinstance(value, types) and (bool in types or not isinstance(value, bool)):
            return None
        return item
    return find_wrong


_text, _flag, _number, _mapping = _is(str), _is(bool), _is(int), _is(dict)
_flag_or_none, _text_or_none = _is(bool, type(None)), _is(str, type(None))


def _list_of(inner: Callable[[Item], Optional[Item]]) -> Callable[[Item], Optional[Item]]:
    def find_wrong(item: Item) -> Optional[Item]:
        if item.value is UNKNOWN:
            return None
        if not isinstance(item.value, list):
            return item
        return next((wrong for wrong in map(inner, item.value) if wrong is not None), None)
    return find_wrong


def _either(*choices: Callable[[Item], Optional[Item]]) -> Callable[[Item], Optional[Item]]:
    def find_wrong(item: Item) -> Optional[Item]:
        found = [choice(item) for choice in choices]
        if None in found:
            return None
        return next((wrong for wrong in found if wrong is not item), item)
    return find_wrong


_texts = _list_of(_text)
_REQUESTS = Shape(_texts, "a list of requests")
_TEXTS = Shape(_texts, "a list of strings")
_TEXT = Shape(_text, "a string")
_FLAG = Shape(_flag, "True or False")
_FLAG_OR_NONE = Shape(_flag_or_none, "True or False")
_SHAPES: Dict[str, Shape] = {
    "name": _TEXT, "version": _TEXT, "base": _TEXT, "description": _TEXT, "uuid": _TEXT,
    "authors": _TEXTS, "tools": _TEXTS, "plugin_for": _TEXTS,
    "requires": _REQUESTS, "build_requires": _REQUESTS, "private_build_requires": _REQUESTS,
    "variants": Shape(_list_of(_texts), "a list of lists of requests"),
    "versions": _TEXTS,
    "has_plugins": _FLAG, "hashed_variants": _FLAG, "relocatable": _FLAG_OR_NONE, "cachable": _FLAG_OR_NONE,
    "help": Shape(_either(_text, _list_of(_texts)), "a string, or a list of [title, address] pairs"),
    "config": Shape(_mapping, "a mapping of settings"), "tests": Shape(_mapping, "a mapping of tests"),
    "timestamp": Shape(_number, "a number of seconds"),
    "changelog": _TEXT, "release_message": Shape(_text_or_none, "a string"), "vcs": _TEXT,
    "previous_version": _TEXT, "requires_rez_version": _TEXT, "build_system": _TEXT,
    "build_command": Shape(_either(_text, _texts, lambda item: None if item.value is False else item),
                           "a string, a list of strings, or False"),
}
for _key in package_rex_keys:
    _SHAPES[_key] = Shape(_either(_text, _texts), "a function, or its code as a string")


def _kind(value: Any) -> str:
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    if value is None:
        return "None"
    names = {str: "a string", int: "a number", float: "a number", bool: "True or False"}
    return "%s (%s)" % (names.get(type(value), "a " + type(value).__name__), str(value)[:60])


def _commas(document: Document, key: str, item: Item) -> Iterator[Finding]:
    """Find texts in lists that Python joins, as no comma is between them."""
    for inner in item.value if isinstance(item.value, list) else ():
        if inner.is_joined:
            yield finding("missing-comma", document.path, inner.line, "%s has %r here, which is written as several strings"
                          % (key, inner.value[:60]))
        yield from _commas(document, key, inner)


def _fix(key: str, item: Item, wrong: Item) -> str:
    value = wrong.value
    if key in ("version", "previous_version", "requires_rez_version", "versions") and not isinstance(value, (list, dict, type(None))):
        return "put it in quotes: '%s'" % value
    if key == "variants" and isinstance(value, str):
        if wrong is item:
            return "write [[%r]]" % value
        return "each variant is a list of its own: [%r]" % value
    if isinstance(value, str) and wrong is item and _SHAPES[key] in (_REQUESTS, _TEXTS):
        return "write [%r]" % value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "put it in quotes: '%s'" % value
    return ""


def _tests(document: Document) -> Iterator[Finding]:
    tests = document.get("tests")
    if tests is None or not isinstance(tests.value, dict):
        return
    for name, test in tests.value.items():
        if isinstance(test.value, dict):
            if "command" not in test.value:
                yield finding("bad-type", document.path, test.key_line, "test %r has no command" % name, "add one")
            for item in _one_or_many(test.value["run_on"]) if "run_on" in test.value else ():
                if isinstance(item.value, str) and item.value not in _OCCASIONS:
                    yield finding("test-occasion", document.path, item.line,
                                  "test %r runs on %r, which is no occasion" % (name, item.value))
        elif _either(_text, _texts)(test) is not None:
            yield finding("bad-type", document.path, test.line,
                          "test %r can't be %s: a command, or a mapping with one" % (name, _kind(test.value)))


def _one_or_many(item: Item) -> List[Item]:
    return item.value if isinstance(item.value, list) else [item]
