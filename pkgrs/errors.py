"""The exception classes of Rez, under its names and bases.

Every error that a user can cause is a `RezError`; `str()` of it is the one line the user reads. Those of what is done to
packages and contexts, other than to resolve them, are in `pkgrs.tool_errors`.
"""
from __future__ import annotations

from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, Optional, Sequence, Tuple, Type, Union

    ExceptionTypes = Union[Type[BaseException], Tuple[Type[BaseException], ...]]


class RezError(Exception):
    """Base of all errors; `value` is the message, or what converts to it."""

    def __init__(self, value: Any = None) -> None:
        self.value = value  # and `args` are the class's own arguments, so that a pickled error can be made again

    def __str__(self) -> str:
        return str(self.value)


class RezSystemError(RezError):
    """The system is not as needed, or pkgrs is at fault."""


class RezPluginError(RezError):
    """A plugin is missing or can't be loaded."""


class ConfigurationError(RezError):
    """A setting is invalid, or a configuration file can't be read."""


class ResolveError(RezError):
    """A request can't be resolved."""


class PackageFamilyNotFoundError(RezError):
    """No package of this name is on the search path."""


class PackageNotFoundError(RezError):
    """No package of this name and version is on the search path.

    A resolve adds which filter it had, its time limit included, and where it looked.
    """

    package_filter: Any = None
    package_paths: Optional[Sequence[str]] = None


class ResourceError(RezError):
    """Base of errors about stored resources."""


class ResourceNotFoundError(ResourceError):
    """A stored resource is missing."""


class ResourceContentError(ResourceError):
    """A stored resource holds invalid data.

    `path` and `resource_key` say which one; both are part of the message.
    """

    type_name = "resource file"

    def __init__(self, value: Any = None, path: Optional[str] = None,
                 resource_key: Optional[str] = None) -> None:
        self.path = path
        self.resource_key = resource_key
        parts = (
            "resource type: %r" % resource_key if resource_key is not None else None,
            "%s: %s" % (self.type_name, path) if path is not None else None,
            value,
        )
        super().__init__(": ".join(part for part in parts if part is not None))


class PackageMetadataError(ResourceContentError):
    """A package definition holds invalid data."""

    type_name = "package definition file"


class PackageCommandError(RezError):
    """The commands of a package fail."""


class PackageRequestError(RezError):
    """A package request is malformed."""


class ResolvedContextError(RezError):
    """A context can't do what is asked, be read or be written."""


class RexError(RezError):
    """Rex code is wrong."""


class RexUndefinedVariableError(RexError):
    """Rex code reads an environment variable that is not set."""


class RexStopError(RexError):
    """A package's commands called `stop`."""


class InvalidPackageError(RezError):
    """Raised by a package preprocess function to reject the package."""


class _NeverError(RezError):
    """Never raised: stands in an `except` clause that is to catch nothing."""


@contextmanager
def convert_errors(from_: ExceptionTypes, to: Type[Exception],
                   msg: Optional[str] = None) -> Iterator[None]:
    """Raise errors of the classes `from_` as the class `to`, their class and text in its message."""
    try:
        yield None
    except from_ as error:
        text = "%s: %s" % (type(error).__name__, error)
        raise to(text if msg is None else "%s: %s" % (msg, text)) from None


def present_as_rez(names: Dict[str, Any]) -> None:
    """Have the exceptions that a module defines say that they are those of `rez.exceptions`.

    Users see their names in tracebacks, and processes of either kind exchange pickles of them.

    Args:
        names: The module's names.
    """
    for value in names.values():
        if isinstance(value, type) and issubclass(value, Exception) and value.__module__ == names["__name__"]:
            value.__module__ = "rez.exceptions"


present_as_rez(globals())
