"""Version tokens: what stands between the separators of a version."""
from __future__ import annotations

from pkgrs.base.patterns import LazyPattern, PatternAttribute
from pkgrs.version.common import VersionError, _Comparable, instance_state

__all__ = ["AlphanumericVersionToken", "NumericToken", "VersionToken"]

#: Part of a sort key. Within a token: 0 and letters, or 1, a number and its digits; -1 ends a token.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple, Union

    Key = Tuple[Any, ...]

ALPHA = 0
NUMBER = 1
END = -1

token_pattern = LazyPattern(r"[a-zA-Z0-9_]+")
_pieces = LazyPattern(r"[0-9]+|[a-zA-Z_]+")

DIGITS = "0123456789"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"


def token_key(token: str) -> Key:
    """Return the sort key of an alphanumeric token, without its end mark.

    Runs of letters and underscores come before numbers. Letters compare as text; numbers by
    value, then by their digits, so that `02` and `2` differ.
    """
    if not token.strip(LETTERS):
        return (ALPHA, token)
    key: List[Union[int, str]] = []
    for piece in _pieces.findall(token):
        if piece.isdigit():
            key += (NUMBER, int(piece), piece)
        else:
            key += (ALPHA, piece)
    return tuple(key)


class VersionToken(_Comparable):
    """Base of version tokens. What a version is made of may be chosen by passing another subclass to `Version`.

    Args:
        token: Text of the token.
    """

    __slots__ = ("__weakref__",)
    __module__ = "rez.version._version"
    __hash__ = None  # type: ignore

    def __init__(self, token: str) -> None:
        raise NotImplementedError

    @classmethod
    def create_random_token_string(cls) -> str:
        """Return some valid token, as text."""
        raise NotImplementedError

    def less_than(self, other: Any) -> bool:
        """Tell whether this token sorts before the other, which is of the same type."""
        raise NotImplementedError

    def next(self) -> "VersionToken":
        """Return a token greater than this one and than any token that this one is the start of."""
        raise NotImplementedError

    def __str__(self) -> str:
        raise NotImplementedError

    def __lt__(self, other: object) -> bool:
        return self.less_than(other)

    def __eq__(self, other: object) -> bool:
        return not self < other and not other < self  # type: ignore[operator]


class NumericToken(VersionToken):
    """A token that is a number.

    Args:
        token: Digits.

    Raises:
        VersionError: If it is not a number.
    """

    __slots__ = ("n",)
    __module__ = "rez.version._version"
    __hash__ = None  # type: ignore

    def __init__(self, token: str) -> None:
        if not token.isdigit():
            raise VersionError("Invalid version token: '%s'" % token)
        self.n = int(token)

    @classmethod
    def create_random_token_string(cls) -> str:
        """Return eight random digits."""
        return _random_text("0123456789")

    def __str__(self) -> str:
        return str(self.n)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NumericToken) and self.n == other.n

    def less_than(self, other: Any) -> bool:
        """Tell whether this number is the smaller one."""
        if not isinstance(other, NumericToken):
            return NotImplemented
        return self.n < other.n

    def next(self) -> "NumericToken":
        """Return the number after this one."""
        return type(self)(str(self.n + 1))

    __next__ = next

    def __getstate__(self) -> Dict[str, Any]:
        return instance_state(self, ("n",))

    def __setstate__(self, state: Dict[str, Any]) -> None:
        self.n = state["n"]


class _SubToken(_Comparable):
    """A run of digits, or of letters and underscores, within an alphanumeric token.

    Args:
        s: Text of the run.
    """

    __slots__ = ("s", "n", "_key", "__weakref__")
    __module__ = "rez.version._version"
    __hash__ = None  # type: ignore

    def __init__(self, s: str) -> None:
        self.s = s
        self.n: Optional[int] = int(s) if s.isdigit() else None
        self._key: Key = (ALPHA, s) if self.n is None else (NUMBER, self.n, s)

    def __str__(self) -> str:
        return self.s

    def __lt__(self, other: object) -> bool:
        return self._key < other._key if isinstance(other, _SubToken) else NotImplemented

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SubToken) and self._key == other._key

    def __getstate__(self) -> Dict[str, Any]:
        return instance_state(self, ("s", "n"))

    def __setstate__(self, state: Dict[str, Any]) -> None:
        _SubToken.__init__(self, state["s"])


class AlphanumericVersionToken(VersionToken):
    """A token of letters, digits and underscores: the usual kind.

    Runs of letters sort before numbers and compare as text (so capitals come first); numbers compare by
    value. Thus `alpha1 < alpha2 < alpha10 < beta < 1 < 1a < 2`.

    Args:
        token: Text, or None for a token that is still to be given its `subtokens`.

    Raises:
        VersionError: If it is not a valid token.
    """

    __slots__ = ("_text", "_key")
    __module__ = "rez.version._version"
    __hash__ = None  # type: ignore

    numeric_regex: Any = PatternAttribute("[0-9]+")
    regex: Any = PatternAttribute(r"[a-zA-Z0-9_]+\Z")

    def __init__(self, token: Optional[str]) -> None:
        if token is not None and not (token and not token.strip(LETTERS + DIGITS) or self.regex.match(token)):
            raise VersionError("Invalid version token: '%s'" % token)
        self._text = token
        self._key: Optional[Key] = None if token is None else token_key(token)

    @property
    def subtokens(self) -> Optional[List[_SubToken]]:
        """The runs of digits and of other characters."""
        return None if self._text is None else [_SubToken(piece) for piece in _pieces.findall(self._text)]

    @subtokens.setter
    def subtokens(self, value: Optional[List[_SubToken]]) -> None:
        self._text = None if value is None else "".join(map(str, value))
        self._key = None if self._text is None else token_key(self._text)

    @classmethod
    def create_random_token_string(cls) -> str:
        """Return eight random letters, digits and underscores."""
        return _random_text("0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

    def __str__(self) -> str:
        return self._text if self._text is not None else "".join(map(str, self.subtokens))  # type: ignore[arg-type]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AlphanumericVersionToken) and self._key == other._key

    def less_than(self, other: Any) -> bool:
        """Tell whether this token sorts before the other one."""
        if isinstance(other, AlphanumericVersionToken):
            return self._key < other._key  # type: ignore[operator]
        return bool(self.subtokens < other.subtokens)

    def next(self) -> "AlphanumericVersionToken":
        """Return this token with an underscore after it: no token between the two belongs to a release of this one."""
        return AlphanumericVersionToken(str(self) + "_")

    __next__ = next

    def __getstate__(self) -> Dict[str, Any]:
        return instance_state(self, ("subtokens",))

    def __setstate__(self, state: Dict[str, Any]) -> None:
        self.subtokens = state["subtokens"]


def _random_text(characters: str) -> str:
    import random
    return "".join(random.choice(characters) for _ in range(8))
