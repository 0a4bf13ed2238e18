"""Text for people and shells: variables, quoting, columns, units, times."""
from __future__ import annotations

import os

from pkgrs.base.lists import is_non_string_iterable
from pkgrs.base.patterns import LazyPattern
from pkgrs.errors import PackageRequestError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

    _Replacements = Iterable[Tuple[Union[str, "re.Pattern[str]"], str]]
    _Divisions = Tuple[Tuple[int, str, int], ...]


__all__ = [
    "PACKAGE_NAME_REGSTR", "ENV_VAR_REGSTR", "FORMAT_VAR_REGSTR", "invalid_package_names",
    "is_valid_package_name", "is_non_string_iterable", "shlex_join", "expandvars", "expanduser",
    "expand_abbreviations", "indent", "as_block_string", "dict_to_attributes_code",
    "columnise", "print_colored_columns", "header_comment", "minor_header_comment",
    "positional_number_string", "positional_suffix", "readable_time_duration", "readable_memory_size", "time_divs",
    "memory_divs", "get_epoch_time_from_str",
]

PACKAGE_NAME_REGSTR = r"[a-zA-Z_0-9](\.?[a-zA-Z0-9_]+)*"

ENV_VAR_REGSTR = r"\$(\w+|\{[^}]*\})"

FORMAT_VAR_REGSTR = "{(?P<var>.+?)}"

# the compiled ones under the names that clients know are in `text_patterns`
_format_var = LazyPattern(FORMAT_VAR_REGSTR)
EXPANDUSER_REGSTR = r"(\A|\s|[%s;])~([/%s]|[%s;]|\s|\Z)" % (os.pathsep, os.sep, os.pathsep)
_expanduser = LazyPattern(EXPANDUSER_REGSTR)

invalid_package_names = ("__pycache__",)

_WORD_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"


def is_valid_package_name(name: str, raise_error: bool = False) -> bool:
    """Tell whether the string can be the name of a package.

    Raises:
        PackageRequestError: If it can't, and `raise_error` is set.
    """
    # what PACKAGE_NAME_REGSTR says: words with a dot between them
    valid = name not in invalid_package_names and name.isascii() and "" not in name.split(".") \
        and not name.strip(_WORD_CHARACTERS + ".")
    if raise_error and not valid:
        raise PackageRequestError("Not a valid package name: %r" % name)
    return valid


# -- shells

_unsafe = LazyPattern(r"[^\w@%+=`:,./-]")

_SAFE_CHARACTERS = _WORD_CHARACTERS + "@%+=:,./-"


def _is_unsafe(word: str) -> bool:
    rest = word.strip(_SAFE_CHARACTERS + "`")
    return bool(rest) and (rest.isascii() or _unsafe.search(word) is not None)


def quote(s: str) -> str:
    """Quote a word for a Unix shell as `shlex.quote` does, whose import takes longer."""
    if s and not s.strip(_SAFE_CHARACTERS):
        return s
    return "'%s'" % s.replace("'", "'\"'\"'")


def shlex_join(
    value: Any,
    unsafe_regex: Optional[Callable[[str], Any]] = None,
    replacements: Optional[_Replacements] = None,
    enclose_with: str = '"',
) -> str:
    """Make a command of a list of arguments.

    Args:
        value: Arguments. Anything that isn't a list or the like becomes its string, unquoted.
        unsafe_regex: Called with an argument; tells whether it needs quotes.
        replacements: Pairs of string or pattern, and its replacement, for arguments that need quotes.
        enclose_with: The quote.
    """
    unsafe = unsafe_regex or _is_unsafe
    rules = list(replacements or ())

    def quoted(arg: str) -> str:
        if not arg:
            return "''"
        if not unsafe(arg):
            return arg
        for pattern, replacement in rules:
            if isinstance(pattern, str):
                arg = arg.replace(pattern, replacement)
            else:
                arg = pattern.sub(replacement, arg)
        return enclose_with + arg + enclose_with

    if not is_non_string_iterable(value):
        return str(value)
    return " ".join(quoted(arg) for arg in value)


def expandvars(text: str, environ: Optional[Mapping[str, str]] = None) -> str:
    """Replace `$var` and `${var}` by the variables' values; unknown variables stay as they are.

    Args:
        text: String to expand.
        environ: Variables; by default those of this process.
    """
    dollar = text.find("$")
    if dollar < 0:
        return text
    variables = os.environ if environ is None else environ
    pieces: List[str] = []
    done = 0
    while dollar >= 0:
        name, end = _variable_at(text, dollar + 1)
        known = None if name is None else variables.get(name)
        if known is not None:
            pieces += (text[done:dollar], known)
            done = end
        dollar = text.find("$", max(end, dollar + 1))
    return "".join(pieces) + text[done:]


def _variable_at(text: str, start: int) -> Tuple[Optional[str], int]:
    """The variable that is named after a `$`, as `ENV_VAR_REGSTR` tells, and where its name ends."""
    if text.startswith("{", start):
        end = text.find("}", start)
        return (None, start) if end < 0 else (text[start + 1:end], end + 1)
    end = start
    while end < len(text) and (text[end].isalnum() or text[end] == "_"):
        end += 1
    return (text[start:end] or None), end


def expanduser(path: str) -> str:
    """Replace `~`, where it stands for a path or begins one, by the home directory.

    Unlike `os.path.expanduser` this leaves `~name` alone: that may be a weak reference to a package that
    happens to be called like a user. A path with a `~` in it is normalised as well.
    """
    if "~" not in path:
        return path

    home = os.path.expanduser("~")
    if path.startswith("~/") and path.rfind("~") == 0:
        return os.path.normpath(home + path[1:])
    return os.path.normpath(_expanduser.sub(lambda match: match.group(1) + home + match.group(2), path))


def expand_abbreviations(txt: str, fields: Sequence[str]) -> str:
    """Complete the fields of a format string, such as `{ver}`.

    A field that is the start of no name, or of several, stays as it is.

    Args:
        txt: Format string.
        fields: Names.
    """
    def complete(match: Any) -> str:
        names = [name for name in fields if name.startswith(match.group("var"))]
        return "{%s}" % names[0] if len(names) == 1 else match.group(0)

    return _format_var.sub(complete, txt)


# -- code

def indent(txt: str) -> str:
    """Indent every line by four spaces."""
    return "\n".join("    " + line for line in txt.split("\n"))


def dedent(text: str) -> str:
    """Remove the indentation that all lines share as `textwrap.dedent` does, whose import takes longer."""
    lines = [line if line.strip(" \t") else "" for line in text.split("\n")]
    margin = len(os.path.commonprefix([line[:len(line) - len(line.lstrip(" \t"))] for line in lines if line]))
    return "\n".join(line[margin:] for line in lines)


def as_block_string(txt: str) -> str:
    """Get the source code of a string, in triple quotes, over several lines."""
    import json
    lines = []
    for line in txt.split("\n"):
        # JSON escapes what needs it and nothing else; its own quotes go, and so do spaces at the end of a line.
        lines.append(json.dumps(line, ensure_ascii=False)[1:-1].rstrip())
    return '"""\n%s\n"""' % "\n".join(lines)


def dict_to_attributes_code(dict_: Dict[str, Any]) -> str:
    """Get Python code which assigns the entries of a nested dictionary to attributes.

    `{"a": {"b": 1}}` becomes `a.b = 1`.
    """
    from pprint import pformat
    lines: List[str] = []
    for key, value in dict_.items():
        if isinstance(value, dict):
            inner = dict_to_attributes_code(value)
            lines.extend("%s.%s" % (key, line) if _begins_statement(line) else line for line in inner.split("\n"))
            continue
        code = pformat(value)
        if "\n" in code:
            lines.append("%s = \\" % key)
            lines.append(indent(code))
        else:
            lines.append("%s = %s" % (key, code))
    return "\n".join(lines)


def _begins_statement(line: str) -> bool:
    return not line.startswith(" ")


# -- tables

def columnise(rows: Sequence[Sequence[Any]], padding: int = 2) -> List[str]:
    """Align columns.

    Args:
        rows: Entries, whose strings are shown.
        padding: Blanks between columns.

    Returns:
        A line per row.
    """
    table = [[str(entry) for entry in row] for row in rows]
    widths: Dict[int, int] = {}
    for row in table:
        for column, entry in enumerate(row):
            widths[column] = max(widths.get(column, 0), len(entry))

    lines = []
    for row in table:
        cells = [entry.ljust(widths[column] + padding) for column, entry in enumerate(row[:-1])]
        lines.append("".join(cells + row[-1:]))
    return lines


def print_colored_columns(printer: Any, rows: Sequence[Sequence[Any]], padding: int = 2) -> None:
    """Print aligned columns in colour.

    Args:
        printer: Called with a line and its colour function.
        rows: Entries; the last one of each row is its colour function, or None.
        padding: Blanks between columns.
    """
    lines = columnise([row[:-1] for row in rows], padding=padding)
    for line, row in zip(lines, rows):
        printer(line, row[-1])


_header_br = "#" * 80
_header_br_minor = "-" * 80


def header_comment(executor: Any, txt: str) -> None:
    """Have a rex executor write a comment that stands out."""
    for line in ("", "", _header_br, txt, _header_br):
        executor.comment(line)


def minor_header_comment(executor: Any, txt: str) -> None:
    """Have a rex executor write a comment that stands out a little."""
    for line in ("", txt, _header_br_minor):
        executor.comment(line)


# -- numbers

positional_suffix = ("th", "st", "nd", "rd", "th", "th", "th", "th", "th", "th")
_positions = ("zeroeth", "first", "second", "third")


def positional_number_string(n: int) -> str:
    """Get the ordinal of a number: first, second, 3rd, 14th…"""
    if n < len(_positions):
        return _positions[max(n, 0)]
    suffix = "th" if 4 <= n < 20 else positional_suffix[n % 10]
    return "%d%s" % (n, suffix)


# Size of a unit, its name, and up to how many of it a decimal is shown.
time_divs: _Divisions = (
    (365 * 24 * 3600, "years", 10),
    (30 * 24 * 3600, "months", 12),
    (7 * 24 * 3600, "weeks", 5),
    (24 * 3600, "days", 7),
    (3600, "hours", 10),
    (60, "minutes", 10),
    (1, "seconds", 60),
)

memory_divs: _Divisions = (
    (1024 ** 4, "Tb", 128),
    (1024 ** 3, "Gb", 64),
    (1024 ** 2, "Mb", 32),
    (1024, "Kb", 16),
    (1, "bytes", 1024),
)


def readable_time_duration(secs: float) -> str:
    """Describe a duration in seconds, such as `3.2 hours`."""
    return _readable_units(secs, time_divs, True)


def readable_memory_size(bytes_: float) -> str:
    """Describe a number of bytes, such as `1.2 Kb`."""
    return _readable_units(bytes_, memory_divs)


def _readable_units(value: float, divs: _Divisions, plural_aware: bool = False) -> str:
    if value == 0:
        return "0 %s" % divs[-1][1]

    sign = "-" if value < 0 else ""
    value = abs(value)
    size, unit, decimals_below = next((div for div in divs if value >= div[0]), divs[-1])

    amount = round(value / float(size), 1)
    if value > size * decimals_below or amount == int(amount):
        amount = int(round(value / float(size)))
    if plural_aware and amount == 1 and unit.endswith(("s", "b")):
        unit = unit[:-1]
    return "%s%s %s" % (sign, amount, unit)


_SECONDS_PER = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def get_epoch_time_from_str(s: str) -> int:
    """Get seconds since the epoch.

    Args:
        s: The seconds themselves, or a time before now such as `-12s`, `-5.4m`, `-2h`, `-3d`.

    Raises:
        ValueError: If it is neither.
    """
    import time
    try:
        return int(s)
    except ValueError:
        pass

    try:
        if not s.startswith("-"):
            raise ValueError(s)
        ago = float(s[1:-1]) * _SECONDS_PER[s[-1]]
    except (ValueError, KeyError):
        raise ValueError("'%s' is an unrecognised time format." % s) from None
    return int(time.time() - ago)
