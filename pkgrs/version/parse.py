"""The syntax of version ranges."""
from __future__ import annotations

from functools import lru_cache

from pkgrs.base.patterns import LazyPattern
from pkgrs.version.algebra import union
from pkgrs.version.bound import _LowerBound, _UpperBound
from pkgrs.version.common import ParseException, VersionError
from pkgrs.version.token import AlphanumericVersionToken, VersionToken
from pkgrs.version.version import Version, usual_tokens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Tuple

    from pkgrs.version.algebra import Ends

    MakeToken = Callable[[str], VersionToken]
    Pair = Tuple[_LowerBound, _UpperBound]
    #: What a part of a range is made of: operator, version, plus sign, comma, operator, version.
    Pieces = Tuple[Optional[str], Optional[str], Optional[str], Optional[str], Optional[str], Optional[str]]
    Build = Callable[[Any, Version, Any, Version], Pair]


_VERSION = r"([0-9a-zA-Z_]+(?:[.-][0-9a-zA-Z_]+)*)?"
_pieces = LazyPattern(r"(==|>=?|<=?)?" + _VERSION + r"(\+)?(,)?(\.\.|>=?|<=?)?" + _VERSION + "$")

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
        any_ = False
        for part in range_str.split("|"):
            if not part:
                any_ = True
                continue
            interval = _parse_part(part, make_token, any_)
            if interval is None:
                continue
            if invalid_bound_error and not interval[0]._cut < interval[1]._cut:
                raise VersionError("Invalid bound")
            intervals.append(interval)
    except ParseException as error:
        raise VersionError("Syntax error in version range '%s': %s" % (range_str, error))
    except VersionError as error:
        raise VersionError("Invalid version range '%s': %s" % (range_str, error))
    return union([_ANY] if any_ or not intervals else intervals)


def _parse_part(part: str, make_token: MakeToken, check_only: bool) -> Optional[Pair]:
    """Return the interval that one alternative describes. None for a lone line break, or after a mere check."""
    interval = None if check_only else _usual_part(part, make_token)
    if interval is not None:
        return interval
    match = _pieces.match(part)
    if match is None:
        raise ParseException("Syntax error in version range '%s'" % part)
    pieces: Any = match.groups()
    if not any(pieces):
        return None
    build = _build_for(pieces)
    if build is None:
        raise ParseException("Syntax error in version range '%s'" % part)
    if check_only:
        return None
    operator, first, _, _, operator2, second = pieces
    return build(operator, Version(first, make_token), operator2, Version(second, make_token))


def _usual_part(part: str, make_token: MakeToken) -> Optional[Pair]:
    """Return the interval of an alternative of one of the forms that most have: `1`, `==1`, `1+` and `1+<2`.

    These take no expression, which it takes long to compile. None for all else.
    """
    first, plus, rest = part.partition("+")
    if not plus:
        if part[:2] == "==":
            return _exact("==", Version(part[2:], make_token)) if usual_tokens(part[2:]) else None
        return _release(None, Version(part, make_token)) if usual_tokens(part) else None
    if not usual_tokens(first) or rest and not (rest[0] == "<" and usual_tokens(rest[1:])):
        return None
    lower = _LowerBound(Version(first, make_token), True)
    return lower, _UpperBound(Version(rest[1:], make_token), False) if rest else _UpperBound.inf


def _build_for(pieces: Pieces) -> Optional[Build]:
    """Return what makes the interval, None if the pieces do not follow the syntax."""
    operator, first, plus, comma, operator2, second = pieces
    if operator2 is None:
        if second or comma or (operator and plus) or (operator == "<" and not first):
            return None
        return _lower if plus else _SIMPLE[operator]
    if operator2 == "..":
        return None if operator or plus or comma else _ascending
    if _is_ascending(pieces):
        return _ascending
    return _descending if _is_descending(pieces) else None


def _release(operator: Any, version: Version, *_: Any) -> Pair:
    return _LowerBound(version, True), _UpperBound(version.next(), False)


def _exact(operator: Any, version: Version, *_: Any) -> Pair:
    return _LowerBound(version, True), _UpperBound(version, True)


def _lower(operator: Any, version: Version, *_: Any) -> Pair:
    return _LowerBound(version, operator != ">"), _UpperBound.inf


def _upper(operator: Any, version: Version, *_: Any) -> Pair:
    return _LowerBound.min, _UpperBound(version, operator != "<")


def _ascending(operator: Any, version: Version, operator2: Any, version2: Version) -> Pair:
    return _LowerBound(version, operator != ">"), _UpperBound(version2, operator2 != "<")


def _descending(operator: Any, version: Version, operator2: Any, version2: Version) -> Pair:
    upper = _UpperBound(version, operator != "<")
    return _LowerBound(version2, operator2 != ">"), upper


_SIMPLE: Dict[Optional[str], Build] = {
    None: _release, "==": _exact, ">": _lower, ">=": _lower, "<": _upper, "<=": _upper}


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
