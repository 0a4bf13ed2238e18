"""Writing package definitions as package.py or package.yaml."""
from __future__ import annotations

import __future__

from pkgrs.base.text import as_block_string, dict_to_attributes_code, indent
from pkgrs.definition.load import FileFormat
from pkgrs.definition.schema import package_serialise_schema
from pkgrs.definition.source import SourceCode, package_rex_keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Tuple
    from typing import Protocol

    class SupportsWrite(Protocol):
        """A stream that takes text."""

        def write(self, text: str) -> Any:
            """Take the text."""

    Items = List[Tuple[str, Any]]


# attributes in the order in which they are written; others follow
package_key_order = [
    "name",
    "version",
    "description",
    "authors",
    "tools",
    "has_plugins",
    "plugin_for",
    "requires",
    "build_requires",
    "private_build_requires",
    "variants",
    "commands",
    "pre_commands",
    "post_commands",
    "help",
    "config",
    "uuid",
    "timestamp",
    "release_message",
    "changelog",
    "vcs",
    "revision",
    "previous_version",
    "previous_revision",
]

# What an import at the top of a definition adds to the package, and no definition can hold.
_IMPORTED = (type, __future__._Feature)

_LONG_TEXT_KEYS = ("description", "changelog")
_SHORT_TEXT = 40  # characters that such a text may have on the line of its key


def dump_package_data(data: Dict[str, Any], buf: SupportsWrite, format_: FileFormat = FileFormat.py,
                      skip_attributes: Optional[List[str]] = None) -> None:
    """Write a package definition.

    Args:
        data: Attributes of the package; those that are None are left out, as are classes and features that the
            definition's own imports made attributes.
        buf: Stream to write to.
        format_: Format to write.
        skip_attributes: Attributes to leave out.

    Raises:
        ValueError: The format is not one for packages.
        SchemaError: An attribute has a value of a wrong type.
        PackageMetadataError: An attribute has a value that could not be read again.
    """
    if format_ == FileFormat.txt:
        raise ValueError("'txt' format not supported for packages.")
    present = {key: value for key, value in data.items() if not (value is None or isinstance(value, _IMPORTED))}
    valid = package_serialise_schema.validate(present)
    for key in skip_attributes or ():
        valid.pop(key, None)
    keys = [key for key in package_key_order if key in valid]
    ordered = set(keys)
    keys.extend(key for key in valid if key not in ordered)
    dump_functions[format_]([(key, valid[key]) for key in keys if valid[key] is not None], buf)


def _dump_package_data_py(items: Items, buf: SupportsWrite) -> None:
    texts = ["# -*- coding: utf-8 -*-\n"]
    texts.extend(_attribute_text(key, value) for key, value in items)
    buf.write("\n".join([texts[0]] + ["\n\n".join(texts[1:])]) + "\n" if items else texts[0] + "\n")


def _attribute_text(key: str, value: Any) -> str:
    """The python code that sets one attribute."""
    if key in _LONG_TEXT_KEYS and len(value) > _SHORT_TEXT:
        return "%s = \\\n%s" % (key, indent(as_block_string(value)))
    if key == "config":
        return "with scope('config') as config:\n" + indent(dict_to_attributes_code({"config": value}))
    if isinstance(value, SourceCode):
        if key in package_rex_keys:
            value = _commented_old_command_annotations(value)
        return value.to_text(funcname=key)
    from pprint import pformat
    _check_literal(key, value)
    if isinstance(value, list) and len(value) > 1:
        return "%s = [\n%s\n]" % (key, ",\n".join(indent(pformat(entry)) for entry in value))
    text = pformat(value)
    if "\n" in text:
        return "%s = \\\n%s" % (key, indent(text))
    return "%s = %s" % (key, text)


def _check_literal(key: str, value: Any) -> None:
    """Refuse a value whose text is no Python that gives the value back, before it is in a file that can't be loaded."""
    if isinstance(value, (str, int, bool)):
        return
    import ast
    import builtins
    text = repr(value)
    try:
        nodes = ast.walk(ast.parse(text, mode="eval"))
    except (SyntaxError, ValueError):
        nodes = iter([ast.Name(id="")])
    if any(isinstance(node, ast.Name) and not hasattr(builtins, node.id) for node in nodes):
        from pkgrs.errors import PackageMetadataError
        raise PackageMetadataError("The attribute '%s' can't be part of an installed package: %s has no literal form"
                                   % (key, text))


def _dump_package_data_yaml(items: Items, buf: SupportsWrite) -> None:
    from pkgrs.base.yaml import dump_yaml
    texts = []
    for key, value in items:
        if isinstance(value, SourceCode) and key in package_rex_keys:
            value = _commented_old_command_annotations(value)
        texts.append(dump_yaml({key: value}) + "\n")
    buf.write("\n".join(texts))


def _commented_old_command_annotations(sourcecode: SourceCode) -> SourceCode:
    """The code with its notes of old commands turned from calls into comments."""
    lines = [
        "# " + line if line.startswith("comment('OLD COMMAND:") else line
        for line in sourcecode.source.split("\n")
    ]
    result = sourcecode.copy()
    result.source = "\n".join(lines)
    return result


dump_functions: Dict[FileFormat, Callable[[Items, SupportsWrite], None]] = {
    FileFormat.py: _dump_package_data_py,
    FileFormat.yaml: _dump_package_data_yaml,
}
