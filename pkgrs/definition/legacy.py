"""Forms that packages and contexts had before Rez 2, converted to those of today."""
from __future__ import annotations

import os
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple


# old name of each variable in a variant's handle -> new name
variant_key_conversions = {
    "name": "name",
    "version": "version",
    "index": "index",
    "search_path": "location",
}

within_unescaped_quotes_regex = re.compile('(?<!\\\\)"(.*?)(?<!\\\\)"')

# old reference within a command -> what a rex command formats
_EXPANSIONS = (
    ("!VERSION!", "{version}"),
    ("!MAJOR_VERSION!", "{version.major}"),
    ("!MINOR_VERSION!", "{version.minor}"),
    ("!BASE!", "{base}"),
    ("!ROOT!", "{root}"),
    ("!USER!", "{system.user}"),
)


def convert_old_variant_handle(handle_dict: Dict[str, Any]) -> Dict[str, Any]:
    """Convert a variant's handle from the form that the first contexts hold.

    Args:
        handle_dict: The old handle.

    Returns:
        The handle as `ResourceHandle.from_dict` takes it.

    Raises:
        KeyError: The handle has no `path`.
    """
    stem = os.path.splitext(os.path.basename(handle_dict["path"]))[0]
    old_variables = handle_dict.get("variables", {})
    variables = {"repository_type": "filesystem"}
    variables.update((new, old_variables.get(old)) for old, new in variant_key_conversions.items())
    return {
        "key": "filesystem.variant" if stem == "package" else "filesystem.variant.combined",
        "variables": variables,
    }


def convert_old_command_expansions(command: str) -> str:
    """Replace references such as `!ROOT!` by those that rex formats.

    Args:
        command: Text of a command.
    """
    for old, new in _EXPANSIONS:
        command = command.replace(old, new)
    return command


def convert_old_commands(commands: List[str], annotate: bool = True) -> str:
    """Convert commands from lines of bash to rex code.

    Args:
        commands: The lines.
        annotate: Write each old line, as a comment, before its new form.

    Returns:
        Python code.
    """
    lines = []
    for command in commands:
        if annotate:
            lines.append("comment(%r)" % ("OLD COMMAND: " + command))
        lines.append(_convert_line(command))
    return "\n".join(lines)


def _convert_line(command: str) -> str:
    command = convert_old_command_expansions(command)
    words = command.split()
    first = words[0] if words else ""
    if first == "export" and "=" in command and " " in command:
        name, value = command.split(" ", 1)[1].split("=", 1)
        return _convert_export(name, _unquoted(value))
    if first == "alias":
        match = re.search("alias (.*?)=(.*)", command)
        if match:
            return "alias('%s', %r)" % (match.group(1).strip(), _unquoted(match.group(2).strip()))
    if first.startswith("#"):
        return "comment(%r)" % " ".join(words[1:])
    return "command(%r)" % _unescaped(command)


def _unquoted(value: str) -> str:
    """Without the quotes that stand at both ends."""
    for quote in "\"'":
        if len(value) > 1 and value[0] == quote and value[-1] == quote:
            value = value[1:-1]
            break
    return _unescaped(value)


def _unescaped(value: str) -> str:
    return value.replace('\\"', '"')


def _convert_export(name: str, value: str) -> str:
    added = _added_to_path(name, value)
    if added is None:
        return "setenv('%s', %r)" % (name, value)
    function, text = added
    return "%s('%s', %r)" % (function, name, text)


def _added_to_path(name: str, value: str) -> Optional[Tuple[str, str]]:
    """The function and the text, if the value is the variable itself with something before or after it."""
    separators = [os.pathsep]
    if name == "CMAKE_MODULE_PATH":
        separators.insert(0, ";")
    for separator in separators:
        parts = [part for part in value.split(separator) if part]
        if len(parts) < 2:
            continue
        for reference in ("$" + name, "${%s}" % name):
            if parts[0] == reference:
                return "appendenv", separator.join(parts[1:])
            if parts[-1] == reference:
                return "prependenv", separator.join(parts[:-1])
    return None
