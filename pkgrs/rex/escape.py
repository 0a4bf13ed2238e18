"""Strings of which some parts are expanded by the shell and others are taken literally."""
from __future__ import annotations

import os.path

from pkgrs.errors import RexError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable, List, Optional, Tuple, Union


class EscapedString:
    """A string made of parts, each of them expandable (the default) or literal.

    `strings` holds the parts as (is_literal, text) pairs; neighbours of the same
    kind are kept as one part.
    """

    __module__ = "rez.rex"

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: str, is_literal: bool = False) -> None:
        self.strings: List[Tuple[bool, str]] = [(is_literal, value)]

    def copy(self) -> "EscapedString":
        """Return a string with the same parts."""
        return _from_parts(self.strings)

    def literal(self, value: str) -> "EscapedString":
        """Add a literal part in place, and return this string."""
        self._add(value, True)
        return self

    def expandable(self, value: str) -> "EscapedString":
        """Add an expandable part in place, and return this string."""
        self._add(value, False)
        return self

    def l(self, value: str) -> "EscapedString":  # noqa: E743
        """Short for `literal`."""
        return self.literal(value)

    def e(self, value: str) -> "EscapedString":
        """Short for `expandable`."""
        return self.expandable(value)

    def _add(self, value: str, is_literal: bool) -> None:
        last_is_literal, last_value = self.strings[-1]
        if last_is_literal == is_literal:
            self.strings[-1] = (is_literal, last_value + value)
        else:
            self.strings.append((is_literal, value))

    def __str__(self) -> str:
        return "".join(text for _, text in self.strings)

    def __repr__(self) -> str:
        return "%s(%r)" % (self.__class__.__name__, self.strings)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, EscapedString):
            return self.strings == other.strings
        if isinstance(other, str):
            return str(self) == other
        return False

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __add__(self, other: Union[str, "EscapedString"]) -> "EscapedString":
        result = self.copy()
        result._extend(other)
        return result

    def _extend(self, other: Union[str, "EscapedString"]) -> None:
        for is_literal, text in EscapedString.promote(other).strings:
            self._add(text, is_literal)

    def expanduser(self) -> "EscapedString":
        """Return this string with a leading `~` of each expandable part replaced."""
        return self.formatted(os.path.expanduser)

    def formatted(self, func: Callable[[str], str]) -> "EscapedString":
        """Return this string with `func` applied to each expandable part."""
        return _from_parts(
            [(is_literal, text if is_literal else func(text)) for is_literal, text in self.strings]
        )

    def split(self, delimiter: Optional[str] = None) -> List["EscapedString"]:
        """Split as `str.split` does, keeping the kind of each part.

        Outer whitespace of a part survives, even when whitespace is the delimiter.
        """
        words: List[EscapedString] = []
        word: Optional[EscapedString] = None

        for is_literal, text in self.strings:
            while True:
                head, *rest = text.split(delimiter, 1) or [text]
                piece = head if rest else text
                if word is None:
                    word = EscapedString(piece, is_literal)
                else:
                    word._add(piece, is_literal)
                if not rest:
                    break
                words.append(word)
                word = None
                text = rest[0]

        if word is not None:
            words.append(word)
        return words

    @classmethod
    def join(cls, sep: Union[str, "EscapedString"], values: Iterable[Any]) -> "EscapedString":
        """Join strings of either sort with the separator between them."""
        result: Optional[EscapedString] = None
        for value in values:
            if result is None:
                result = cls.promote(value).copy()
            else:
                result._extend(sep)
                result._extend(value)
        return EscapedString("") if result is None else result

    @classmethod
    def promote(cls, value: Union[str, "EscapedString"]) -> "EscapedString":
        """Return the value itself if it is escaped already, else an expandable string of it."""
        return value if isinstance(value, cls) else cls(value)  # type: ignore[arg-type]

    @classmethod
    def demote(cls, value: Union[str, "EscapedString"]) -> str:
        """Return the plain text of a string of either sort."""
        return str(value) if isinstance(value, cls) else value  # type: ignore[return-value]

    @classmethod
    def disallow(cls, value: Any) -> Any:
        """Return a value that is not an escaped string.

        Raises:
            RexError: The value is an escaped string.
        """
        if isinstance(value, cls):
            raise RexError("The command does not accept use of 'literal' or 'expandable'")
        return value


def _from_parts(parts: List[Tuple[bool, str]]) -> EscapedString:
    result = EscapedString("")
    result.strings = list(parts)
    return result


def literal(value: str) -> EscapedString:
    """Mark a string as literal: `$NAME` in it stays as it is."""
    return EscapedString(value, True)


def expandable(value: str) -> EscapedString:
    """Mark a string as expandable: `$NAME` in it is replaced by the variable's value."""
    return EscapedString(value, False)
