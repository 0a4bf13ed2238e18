"""File names for arbitrary strings, made of nothing but `a-z0-9.-_`."""
from __future__ import annotations

import re

__all__ = ["encode_filesystem_name", "decode_filesystem_name", "test_encode_decode"]

_AS_IS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")
_FILESYSTEM_TOKEN_RE = re.compile(
    "(?P<as_is>[a-z0-9.-])|(?P<underscore>__)|_(?P<uppercase>[a-z])|_(?P<N>[0-9])")
_HEX_RE = re.compile("[0-9a-f]+$")


def encode_filesystem_name(input_str: str) -> str:
    """Encode a string as a name that every file system can hold, case-insensitive ones too.

    Lower case ASCII letters, digits, dots and dashes stay. An underscore becomes two, an upper case ASCII letter
    an underscore and its lower case. Of anything else the UTF-8 bytes are written in hexadecimal
    after an underscore and their number; the number is 0 for one byte.
    """
    parts = []
    for character in input_str:
        if character in _AS_IS:
            parts.append(character)
        elif character == "_":
            parts.append("__")
        elif "A" <= character <= "Z":
            parts.append("_" + character.lower())
        else:
            encoded = character.encode("utf-8")
            count = len(encoded) if len(encoded) > 1 else 0
            parts.append("_%d%s" % (count, encoded.hex()))
    return "".join(parts)


def decode_filesystem_name(filename: str) -> str:
    """Get the string that `encode_filesystem_name` made a name of.

    Raises:
        ValueError: If the name isn't of that kind.
    """
    parts = []
    index = 0
    while index < len(filename):
        match = _FILESYSTEM_TOKEN_RE.match(filename, index)
        if match is None:
            raise ValueError("incorrectly encoded filesystem name %r (bad index: %d - %r)"
                             % (filename, index, filename[index:index + 2]))
        index = match.end()
        if match.group("as_is"):
            parts.append(match.group("as_is"))
        elif match.group("underscore"):
            parts.append("_")
        elif match.group("uppercase"):
            parts.append(match.group("uppercase").upper())
        else:
            length = 2 * (int(match.group("N")) or 1)
            digits = filename[index:index + length]
            try:
                if len(digits) != length or not _HEX_RE.match(digits):
                    raise ValueError(digits)
                parts.append(bytes.fromhex(digits).decode("utf-8"))
            except ValueError:
                raise ValueError("Bad utf8 encoding in name %r (bad index: %d - %r)"
                                 % (filename, index + length, digits)) from None
            index += length
    return "".join(parts)


def test_encode_decode() -> None:
    """Check that some names survive; raises `AssertionError` if one doesn't."""
    for name in ("Foo_Bar (fun).txt", "\u20ac", "_", "*", "a.b-c"):
        assert decode_filesystem_name(encode_filesystem_name(name)) == name
