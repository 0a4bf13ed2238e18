"""What the requirements of distributions depend on: extras, and the system."""
from __future__ import annotations

import re
from typing import Any, Callable, Dict, List, Optional, Set, Tuple, Union

from packaging.requirements import InvalidRequirement, Requirement

__all__ = ["ConditionalRequirement", "get_marker_sys_requirements", "normalize_requirement"]

_PACKAGE_OF_VARIABLE = {
    "implementation_name": "python",
    "implementation_version": "python",
    "platform_python_implementation": "python",
    "platform.python_implementation": "python",
    "python_implementation": "python",
    "python_version": "python",
    "python_full_version": "python",
    "sys_platform": "platform",
    "sys.platform": "platform",
    "os_name": "platform",
    "os.name": "platform",
    "platform_version": "platform",
    "platform.version": "platform",
    "platform_system": "platform",
    "platform_release": "platform",
    "platform_machine": "arch",
    "platform.machine": "arch",
}
# Text in quotes, a bracket, a word, an operator.
_TOKEN = re.compile(r"""\s*("[^"]*"|'[^']*'|[()]|[^\s()"'<>=!~]+|[<>=!~]+)""")

# `>=1.*`, which older tools wrote, and took for `>=1`.
_LOOSE = re.compile(r"([<>]=?\s*[^\s,;()]+?)\.\*")

# An expression is a comparison (a list of tokens), or the word that joins two, and those.
_Expression = Any


class ConditionalRequirement(Requirement):
    """A requirement, and the extras that it depends on, None if it depends on none.

    Args:
        text: The requirement, without these extras.

    Raises:
        packaging.requirements.InvalidRequirement: If it is malformed.
    """

    def __init__(self, text: str) -> None:
        specifier, semicolon, marker = text.partition(";")
        try:
            super().__init__(text)
        except InvalidRequirement:
            fixed = _LOOSE.sub(r"\1", specifier) + semicolon + marker
            if fixed == text:
                raise
            super().__init__(fixed)
        self.conditional_extras: Optional[Set[str]] = None


def get_marker_sys_requirements(marker: str) -> List[str]:
    """Get the packages that a marker depends on.

    Args:
        marker: Such as `python_version == "3" and platform_machine == "x86_64"`.

    Returns:
        Those of `python`, `platform` and `arch` that it does.
    """
    found = {_PACKAGE_OF_VARIABLE.get(token) for token in _tokens(marker)}
    return [name for name in ("python", "platform", "arch") if name in found]


def normalize_requirement(requirement: Union[str, Dict[str, Any]]) -> List[ConditionalRequirement]:
    """Get requirements, with the extras that they depend on apart from their markers.

    Args:
        requirement: Text such as `foo (>=1) ; extra == 'bar' and python_version < '3'`, or a dictionary with
            `requires`, and perhaps `extra` and `environment`.

    Returns:
        `packaging` requirements, whose attribute `conditional_extras` is the set of extras, None if there are none.

    Raises:
        packaging.requirements.InvalidRequirement: If the text is malformed.
    """
    if isinstance(requirement, str):
        return [_normalize(requirement)]
    found = []
    for text in requirement.get("requires", ()):
        found.append(_normalize(text, requirement.get("environment"), requirement.get("extra")))
    return found


def _normalize(text: str, marker: Optional[str] = None, extra: Optional[str] = None) -> ConditionalRequirement:
    parsed = ConditionalRequirement(text)
    extras = {extra} if extra else set()
    marker = marker or (str(parsed.marker) if parsed.marker else None)
    if marker:
        marker, found = _without_extras(marker)
        extras |= found
    if extras or str(parsed.marker or "") != (marker or ""):
        specifier = " (%s)" % parsed.specifier if len(parsed.specifier) else ""
        parsed = ConditionalRequirement("%s%s%s" % (parsed.name, specifier, " ; " + marker if marker else ""))
    parsed.conditional_extras = extras or None
    return parsed


def _tokens(marker: str) -> List[str]:
    return [match.group().strip() for match in _TOKEN.finditer(marker)]


def _without_extras(marker: str) -> Tuple[Optional[str], Set[str]]:
    """Take the comparisons of `extra` out of a marker: what remains, and the extras they named."""
    extras: Set[str] = set()
    expression = _drop(_parse_or(_tokens(marker)), extras)
    return (None if expression is None else _write(expression)), extras


def _parse_or(tokens: List[str]) -> _Expression:
    return _parse_joined("or", _parse_and, tokens)


def _parse_and(tokens: List[str]) -> _Expression:
    return _parse_joined("and", _parse_one, tokens)


def _parse_joined(word: str, parse: Callable[[List[str]], _Expression], tokens: List[str]) -> _Expression:
    expression = parse(tokens)
    while tokens and tokens[0] == word:
        tokens.pop(0)
        expression = (word, expression, parse(tokens))
    return expression


def _parse_one(tokens: List[str]) -> _Expression:
    if tokens and tokens[0] == "(":
        tokens.pop(0)
        expression = _parse_or(tokens)
        if tokens:
            tokens.pop(0)  # the closing bracket
        return expression
    comparison = []
    while tokens and tokens[0] not in ("and", "or", ")"):
        comparison.append(tokens.pop(0))
    return comparison


def _drop(expression: _Expression, extras: Set[str]) -> Optional[_Expression]:
    if isinstance(expression, list):
        if "extra" not in expression:
            return expression
        extras.update(token[1:-1] for token in expression if token[0] in "'\"")
        return None
    joint, left, right = expression
    left, right = _drop(left, extras), _drop(right, extras)
    if left is None or right is None:
        return right if left is None else left
    return joint, left, right


def _write(expression: _Expression) -> str:
    if isinstance(expression, list):
        return " ".join(expression)
    joint, left, right = expression
    sides = []
    for side in (left, right):
        text = _write(side)
        sides.append("(%s)" % text if joint == "and" and not isinstance(side, list) and side[0] == "or" else text)
    return "%s %s %s" % (sides[0], joint, sides[1])
