"""Formatting with the attributes of an object."""
from __future__ import annotations

from string import Formatter

from pkgrs.base.format_type import StringFormatType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Mapping, Sequence, Union


__all__ = ["ObjectStringFormatter"]


class ObjectStringFormatter(Formatter):
    """Formatter whose fields are attributes of an object.

    Args:
        instance: The object.
        pretty: Whether lists show as words with blanks between, and None as nothing.
        expand: What becomes of unknown fields.
    """

    error = StringFormatType.error
    empty = StringFormatType.empty
    unchanged = StringFormatType.unchanged

    def __init__(
        self, instance: Any, pretty: bool = False, expand: StringFormatType = StringFormatType.error
    ) -> None:
        self.instance = instance
        self.pretty = pretty
        self.expand = expand

    def get_value(self, key: Union[int, str], args: Sequence[Any], kwds: Mapping[str, Any]) -> Any:
        """Get the value of the first part of a field: an argument, or an attribute of the object."""
        if not isinstance(key, str):
            return super().get_value(key, args, kwds)
        if key in kwds:
            return kwds[key]
        if hasattr(self.instance, key):
            return getattr(self.instance, key)
        return self.instance[key]

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Get the value of a field."""
        if self.expand is StringFormatType.error:
            return super().get_field(field_name, args, kwargs)
        try:
            return super().get_field(field_name, args, kwargs)
        except (AttributeError, KeyError, TypeError):
            first = _first_part(field_name)
            return ("" if self.expand is StringFormatType.empty else "{%s}" % field_name), first

    def convert_field(self, value: Any, conversion: Any) -> Any:
        """Apply a conversion, such as `!r`, and make lists and None pretty."""
        if self.pretty:
            if value is None:
                return ""
            if isinstance(value, list):
                return " ".join(str(entry) for entry in value)
        return super().convert_field(value, conversion)


def _first_part(field_name: str) -> str:
    for index, character in enumerate(field_name):
        if character in ".[":
            return field_name[:index]
    return field_name
