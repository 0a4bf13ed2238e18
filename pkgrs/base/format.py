"""Format strings whose fields are attributes of an object."""
from __future__ import annotations

from pkgrs.base.format_type import StringFormatType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional


__all__ = ["StringFormatType", "StringFormatMixin"]


class StringFormatMixin:
    """Adds to a class a method that formats strings with the object's attributes."""

    format_expand = StringFormatType.error
    format_pretty = True

    def format(self, s: str, pretty: Optional[bool] = None, expand: Optional[StringFormatType] = None) -> str:
        """Format a string such as `hello {name}`.

        Args:
            s: Format string.
            pretty: Whether lists show as words; by default `format_pretty`.
            expand: What becomes of unknown fields; by default `format_expand`.
        """
        from pkgrs.base.object_formatter import ObjectStringFormatter

        formatter = ObjectStringFormatter(
            self,
            pretty=self.format_pretty if pretty is None else pretty,
            expand=self.format_expand if expand is None else expand)
        return formatter.format(s)
