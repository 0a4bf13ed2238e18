"""The syntax of version ranges."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Callable, List, Optional, Tuple

from pkgrs.version.algebra import Ends, union
from pkgrs.version.bound import _LowerBound, _UpperBound
from pkgrs.version.common import ParseException, VersionError
from pkgrs.version.token import AlphanumericVersionToken, VersionToken
from pkgrs.version.version import Version

MakeToken = Callable[[str], VersionToken]
Pair = Tuple[_LowerBound, _UpperBound]
#: What a part of a range is made of: operator, version, plus sign, comma, operator, version.
Pieces = Tuple[Optional[str], Optional[str], Optional[str], Optional[str], Optional[str], Optional[str]]

_VERSION = r"([0-9a-zA-Z_]+(?:[.-][0-9a-zA-Z_]+)*)?"
_pieces = re.compile(r"(==|>=?|<=?)?" + _VERSION + r"(\+)?(,)?(\.\.|>=?|<=?)?" + _VERSION + "$").match

_ANY: Pair = (_LowerBound.min, _UpperBound.inf)


def parse_range(range_str: str, make_token: MakeToken, invalid_bound_error: bool) -> Ends:
    """Return the ends of the intervals that a text describes.

    Args:
        range_str: Alternatives, separated by `|`. Each is one of
            `1`, `==1`, `1..2`, `1+`, `>=1`, `>1`, `<1`, `<=1`,
            a lower and an upper bound (`>=1<2`, `1+<2`, `>1,<=2`), the same in reverse (`<2,>=1`), or nothing.
        make_token: Makes a version's tokens.
        invalid_bound_error: Raise an error if a lower bound is above its upper one.

    Raises:
        VersionError: If the text is not a valid range.
    """
    if make_token is AlphanumericVersionToken:
        return _parse_usual(range_str, invalid_bound_error)
    return _parse(range_str, make_token, invalid_bound_error)


@lru_cache(maxsize=1 << 16)
def _parse_usual(range_str: str, invalid_bound_error: bool) -> Ends:
    return _parse(range_str, AlphanumericVersionToken, invalid_bound_error)


def _parse(range_str: str, make_token: MakeToken, invalid_bound_error: bool) -> Ends:
    try:
        intervals: List[Pair] = []
        parts = range_str.split("|")
        for part in parts:
            interval = _parse_part(part, make_token) if part else _ANY
            if interval is None:
                continue
            if invalid_bound_error and not interval[0]._cut < interval[1]._cut:
                raise VersionError("Invalid bound")
            intervals.append(interval)
    except ParseException as error:
        raise VersionError("Syntax error in version range '%s': %s" % (range_str, error))
    except VersionError as error:
        raise VersionError("Invalid version range '%s': %s" % (range_str, error))
    return union(intervals or [_ANY])


def _parse_part(part: str, make_token: MakeToken) -> Optional[Pair]:
    """Return the interval that one alternative describes. A lone line break describes none."""
    match = _pieces(part)
    if match is None:
        raise ParseException("Syntax error in version range '%s'" % part)
    pieces: Any = match.groups()
    if not any(pieces):
        return None

    def version(text: Optional[str]) -> Version:
        return Version(text, make_token)

    operator, first, plus, _, operator2, second = pieces
    if operator2 is None:
        if second is not None or not _is_simple(pieces):
            raise ParseException("Syntax error in version range '%s'" % part)
        return _simple(operator, version(first), bool(plus))
    if operator2 == ".." and not (operator or plus or pieces[3]):
        return _LowerBound(version(first), True), _UpperBound(version(second), True)
    if _is_ascending(pieces):
        return (_LowerBound(version(first), operator != ">"),
                _UpperBound(version(second), operator2 != "<"))
    if _is_descending(pieces):
        upper = _UpperBound(version(first), operator != "<")
        return _LowerBound(version(second), operator2 != ">"), upper
    raise ParseException("Syntax error in version range '%s'" % part)


def _is_simple(pieces: Pieces) -> bool:
    operator, first, plus, comma = pieces[:4]
    if comma or (operator and plus):
        return False
    return bool(first) or operator != "<"


def _simple(operator: Optional[str], version: Version, plus: bool) -> Pair:
    """Return the interval of one version with an operator before it, or a plus sign after it."""
    if operator == "==":
        return _LowerBound(version, True), _UpperBound(version, True)
    if operator == "<" or operator == "<=":
        return _LowerBound.min, _UpperBound(version, operator == "<=")
    if plus or operator:
        return _LowerBound(version, operator != ">"), _UpperBound.inf
    return _LowerBound(version, True), _UpperBound(version.next(), False)


def _is_ascending(pieces: Pieces) -> bool:
    operator, first, plus, comma, operator2, second = pieces
    return (operator in (None, ">", ">=")
            and not (operator and plus)
            and not (comma and not first)
            and (operator2 == "<=" or (operator2 == "<" and second is not None)))


def _is_descending(pieces: Pieces) -> bool:
    operator, first, plus, comma, operator2, second = pieces
    return (operator in (None, "<", "<=")
            and not (operator and plus)
            and bool(comma) == bool(first)
            and (operator2 in (">", ">=") or (operator2 == "<" and second is not None)))
