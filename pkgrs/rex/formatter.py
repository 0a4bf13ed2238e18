"""Replacement of `{fields}` in rex strings."""
from __future__ import annotations

from string import Formatter

from pkgrs.rex.escape import EscapedString
from pkgrs.rex.interpreter import ActionInterpreter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Mapping, MutableMapping, Sequence, Union


class NamespaceFormatter(Formatter):
    """A string formatter that takes its fields from a namespace.

    References to environment variables (`$NAME`, `${NAME}`) are no fields: they come
    out as `${NAME}`. Text that a field brings in is formatted in turn.
    """

    def __init__(self, namespace: MutableMapping[str, Any]) -> None:
        Formatter.__init__(self)
        self.initial_namespace = namespace
        self.namespace: Mapping[str, Any] = namespace

    def format(self, format_string: str, *args: Any, **kwargs: Any) -> str:  # type: ignore[override]
        """Format a string.

        Args:
            format_string: Text with `{field}` or `{0}` in it.
            args: Values of numbered fields.
            kwargs: Values of named fields, ahead of the namespace's. `regex`, if given,
                is the pattern of references to environment variables.

        Raises:
            KeyError: There is no such field.
            ValueError: The text is malformed.
        """
        usual_regex = ActionInterpreter.ENV_VAR_REGEX
        regex = kwargs.get("regex") or usual_regex
        text = format_string
        if "$" in text or regex is not usual_regex:
            text = regex.sub(_protected, text)
        if "{" not in text and "}" not in text:
            return text

        # nested text is formatted with the named values of this call, too
        outer = self.namespace
        if kwargs:
            self.namespace = {**outer, **kwargs}
        try:
            return Formatter.format(self, text, *args, **kwargs)
        finally:
            self.namespace = outer

    def format_field(self, value: Any, format_spec: str) -> str:
        """Format the text that a field brings in, then apply the format specification."""
        if isinstance(value, EscapedString):
            value = str(value)
        if isinstance(value, str):
            value = self.format(value)
        return format(value, format_spec)

    def get_value(self, key: Union[int, str], args: Sequence[Any], kwds: Mapping[str, Any]) -> Any:
        """Find a field's value: a named value of the call, else the namespace's.

        Raises:
            KeyError: There is no such name.
            IndexError: There is no value of that number.
        """
        if isinstance(key, str):
            return kwds[key] if key in kwds else self.namespace[key]
        return Formatter.get_value(self, key, args, kwds)


def _protected(match: Any) -> str:
    """Write a reference to a variable so that formatting gives `${NAME}`."""
    name = next(group for group in match.groups() if group is not None)
    return "${{%s}}" % name
