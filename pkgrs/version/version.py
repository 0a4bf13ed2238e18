"""Versions."""
from __future__ import annotations

from pkgrs.base.patterns import LazyPattern
from pkgrs.version.common import VersionError, _Comparable
from pkgrs.version.token import DIGITS, END, LETTERS, NUMBER, AlphanumericVersionToken, VersionToken, token_key, token_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, ClassVar, Dict, Iterable, List, Optional, Tuple, Union

    from pkgrs.version.token import Key

    MakeToken = Callable[[str], VersionToken]


__all__ = ["Version"]


# any one character separates tokens, although only these two can be written in ranges and requirements
_version_pattern = LazyPattern(r"[0-9a-zA-Z_]+(?:[^0-9a-zA-Z_][0-9a-zA-Z_]+)*\Z")
_separator_pattern = LazyPattern(r"[^0-9a-zA-Z_]")

_EMPTY: Tuple[str, Key, int] = ("", (), hash(()))

#: Sort key of the version above all others.
_INF_KEY: Key = (2,)


_CHARACTERS = LETTERS + DIGITS + ".-"


def usual_tokens(ver_str: str) -> Optional[List[str]]:
    """Return the tokens of a version, as text; None if it is not valid or has unusual separators."""
    if ver_str.strip(_CHARACTERS):
        return None
    tokens = ver_str.replace("-", ".").split(".")
    return None if "" in tokens else tokens


def _check(ver_str: str) -> None:
    if not _version_pattern.match(ver_str):
        if not token_pattern.search(ver_str):
            raise VersionError(ver_str)
        raise VersionError("Invalid version syntax: '%s'" % ver_str)


# text -> text, sort key and hash of a version of alphanumeric tokens
_parsed: Dict[str, Tuple[str, Key, int]] = {}
_MOST_PARSED = 1 << 16


def key_of(ver_str: str) -> Optional[Key]:
    """Return what a version is compared by, plain data; None if the text is not a valid version. See `remember`."""
    try:
        return (_parsed.get(ver_str) or _parse(ver_str))[1]
    except VersionError:
        return None


def remember(texts: Iterable[str], keys: Iterable[Optional[Key]]) -> None:
    """Know what versions are compared by, as `key_of` told in another process, so that they need not be parsed."""
    if len(_parsed) > _MOST_PARSED:
        _parsed.clear()
    for text, key in zip(texts, keys):
        if key is not None:
            _parsed[text] = (text, key, hash(key))


def _parse(ver_str: str) -> Tuple[str, Key, int]:
    tokens = usual_tokens(ver_str)
    if tokens is None:
        _check(ver_str)
        tokens = token_pattern.findall(ver_str)
    key: List[Any] = []
    for token in tokens:
        if token.isdigit():
            key += (NUMBER, int(token), token, END)
        else:
            key += token_key(token)
            key.append(END)
    if len(_parsed) > _MOST_PARSED:
        _parsed.clear()
    result = tuple(key)
    parsed = _parsed[ver_str] = (str(ver_str), result, hash(result))
    return parsed


class Version(_Comparable):
    """A version: tokens with a `.` or `-` between them. Separators do not count in comparisons.

    The empty version is the smallest; `Version.inf` is greater than all others. A version is smaller than
    the same with more tokens.

    Args:
        ver_str: Text of the version. Empty: the empty version.
        make_token: Type of the tokens, or what makes one of its text.

    Raises:
        VersionError: If the text is not a valid version.
    """

    # _key sorts and equals; _tokens is set from the start only where the text does not tell the tokens
    __slots__ = ("_str", "_key", "_hash", "_tokens", "_separators", "__dict__", "__weakref__")
    __module__ = "rez.version._version"

    inf: ClassVar["Version"]

    _str: str
    _key: Key
    _hash: Optional[int]

    def __init__(self, ver_str: Optional[str] = "", make_token: MakeToken = AlphanumericVersionToken) -> None:
        self._tokens: Optional[List[VersionToken]] = None
        self._separators: Optional[List[str]] = None
        if not ver_str:
            self._str, self._key, self._hash = _EMPTY
        elif make_token is AlphanumericVersionToken:
            self._str, self._key, self._hash = _parsed.get(ver_str) or _parse(ver_str)
        else:
            _check(ver_str)
            try:
                tokens = [make_token(token) for token in token_pattern.findall(ver_str)]
            except VersionError as error:
                raise VersionError("Invalid version '%s': %s" % (ver_str, error))
            _set_tokens(self, tokens, _separator_pattern.findall(ver_str))

    @property
    def tokens(self) -> Optional[List[VersionToken]]:
        """The tokens; None for `Version.inf`."""
        if self._tokens is None and self._key != _INF_KEY:
            self._tokens = [AlphanumericVersionToken(token) for token in self.as_tuple()]
        return self._tokens

    @property
    def seps(self) -> List[str]:
        """The separators between the tokens."""
        if self._separators is None:
            self._separators = [] if self._key == _INF_KEY else _separator_pattern.findall(self._str)
        return self._separators

    @property
    def major(self) -> VersionToken:
        """The first token.

        Raises:
            IndexError: If there is none.
        """
        return self[0]  # type: ignore[return-value]

    @property
    def minor(self) -> VersionToken:
        """The second token.

        Raises:
            IndexError: If there is none.
        """
        return self[1]  # type: ignore[return-value]

    @property
    def patch(self) -> VersionToken:
        """The third token.

        Raises:
            IndexError: If there is none.
        """
        return self[2]  # type: ignore[return-value]

    def copy(self) -> "Version":
        """Return a copy.

        Raises:
            RuntimeError: If this is `Version.inf`.
        """
        if self._key == _INF_KEY:
            raise RuntimeError("Version.inf cannot be copied")
        return _copy(self, Version)

    def trim(self, len_: int) -> "Version":
        """Return the version of the first tokens.

        Args:
            len_: Number of tokens. The version is returned as it is if it has not as many.

        Raises:
            RuntimeError: If this is `Version.inf`.
        """
        tokens = self.tokens
        if tokens is None:
            raise RuntimeError("Version.inf cannot be trimmed")
        result = Version.__new__(Version)
        _set_tokens(result, tokens[:len_], self.seps[:len_ - 1])
        return result

    def next(self) -> "Version":
        """Return a version greater than this one and than any that adds tokens to it.

        The next version of the empty one is `Version.inf`.
        """
        key = self._key
        if not key or key == _INF_KEY:
            return Version.inf
        if self._tokens is None:
            return Version(self._str + "_")
        tokens = self._tokens[:-1] + [self._tokens[-1].next()]
        result = Version.__new__(Version)
        _set_tokens(result, tokens, self.seps)
        return result

    __next__ = next

    def as_tuple(self) -> Tuple[str, ...]:
        """Return the tokens as text."""
        if self._tokens is None and self._key != _INF_KEY:
            return tuple(usual_tokens(self._str) or token_pattern.findall(self._str))
        return tuple(map(str, self.tokens))  # type: ignore[arg-type]

    def __len__(self) -> int:
        if self._tokens is None and self._key != _INF_KEY:
            return len(self.as_tuple())
        return len(self._tokens or ())

    def __getitem__(self, index: Union[int, slice]) -> Union[VersionToken, List[VersionToken]]:
        try:
            return (self.tokens or [])[index]
        except IndexError:
            raise IndexError("version token index out of range")

    def __bool__(self) -> bool:
        key = self._key
        return bool(key) and key != _INF_KEY

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self._key == other._key

    def __ne__(self, other: object) -> bool:
        return not (isinstance(other, Version) and self._key == other._key)

    def __lt__(self, other: Any) -> bool:
        try:
            return self._key < other._key
        except AttributeError:
            return bool(self.tokens < other.tokens)

    def __gt__(self, other: Any) -> bool:
        try:
            return self._key > other._key
        except AttributeError:
            return bool(self.tokens > other.tokens)

    def __le__(self, other: Any) -> bool:
        try:
            return self._key <= other._key
        except AttributeError:
            return bool(self.tokens <= other.tokens)

    def __ge__(self, other: Any) -> bool:
        try:
            return self._key >= other._key
        except AttributeError:
            return bool(self.tokens >= other.tokens)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(self.as_tuple())
        return self._hash

    def __str__(self) -> str:
        return self._str

    def __copy__(self) -> "Version":
        return _copy(self, type(self))

    def __deepcopy__(self, memo: Dict[int, Any]) -> "Version":
        return _copy(self, type(self))

    def __getstate__(self) -> Dict[str, Any]:
        # the hash of a text differs between processes
        state = {"tokens": self.tokens, "seps": self.seps, "_str": self._str, "_hash": None}
        state.update(getattr(self, "__dict__", ()))
        return state

    def __setstate__(self, state: Dict[str, Any]) -> None:
        tokens = state["tokens"]
        if tokens is None:
            _set_inf(self)
        else:
            _set_tokens(self, tokens, state["seps"])
        for name in state.keys() - {"tokens", "seps", "_str", "_hash"}:
            setattr(self, name, state[name])


def _set_tokens(version: Version, tokens: List[VersionToken], seps: List[str]) -> None:
    """Give a new version its tokens."""
    text = "".join(part for pair in zip(map(str, tokens), seps) for part in pair)
    if tokens and len(seps) < len(tokens):
        text += str(tokens[len(seps)])
    version._separators = None
    usual = all(type(token) is AlphanumericVersionToken for token in tokens)
    if usual and len(seps) == max(len(tokens) - 1, 0):
        version._tokens = None
        version._str, version._key, version._hash = (_parsed.get(text) or _parse(text)) if text else _EMPTY
        return
    version._str = text
    version._tokens = tokens
    version._separators = seps
    version._key = _tokens_key(tokens)
    version._hash = hash(version._key) if usual else None


def _tokens_key(tokens: List[VersionToken]) -> Key:
    """Return a sort key that leaves the comparison to tokens of other types."""
    key: List[Any] = []
    for token in tokens:
        key += token_key(str(token)) if type(token) is AlphanumericVersionToken else (NUMBER, token)
        key.append(END)
    return tuple(key)


def _set_inf(version: Version) -> None:
    version._str, version._key, version._hash = "[INF]", _INF_KEY, hash(_INF_KEY)
    version._tokens = version._separators = None


def _copy(version: Version, cls: Any) -> Any:
    result = cls.__new__(cls)
    result._str, result._key, result._hash = version._str, version._key, version._hash
    result._tokens = None if version._tokens is None else list(version._tokens)
    result._separators = None if version._separators is None else list(version._separators)
    if hasattr(version, "__dict__"):
        result.__dict__.update(version.__dict__)
    return result


Version.inf = Version.__new__(Version)
_set_inf(Version.inf)
