"""The objects that package commands see: `version`, `resolve`, `request`, `ephemerals`, …"""
from __future__ import annotations


from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, Iterator, Mapping, Optional, Tuple, Union
    from pkgrs.rex.interpreter import ActionInterpreter


__all__ = [
    "Binding", "VersionBinding", "VariantBinding", "RO_MappingBinding", "VariantsBinding", "RequirementsBinding",
    "EphemeralsBinding", "intersects",
]


class Binding:
    """An object whose attributes are the entries of a dict."""

    __module__ = "rez.rex_bindings"

    def __init__(self, data: Optional[Dict[str, Any]] = None) -> None:
        self._data = data or {}

    def _attr_error(self, attr: str) -> None:
        raise AttributeError("%s has no attribute '%s'" % (self.__class__.__name__, attr))

    def __getattr__(self, attr: str) -> Any:
        data = self.__dict__.get("_data", {})
        if attr in data:
            return data[attr]
        self._attr_error(attr)


class VersionBinding(Binding):
    """A version, as a sequence of its parts.

    A part is an int if it is a decimal number as such a number is written, else a string.
    A part beyond the version's end is None.

        v = VersionBinding(Version("1.2.3alpha"))
        v.major, v.minor, v.patch, v[5]  # (1, 2, "3alpha", None)
        v[:2]  # (1, 2)
    """

    __module__ = "rez.rex_bindings"

    def __init__(self, version: Version) -> None:
        super().__init__()
        self.__version = version

    @property
    def major(self) -> Any:
        """The first part."""
        return self[0]

    @property
    def minor(self) -> Any:
        """The second part."""
        return self[1]

    @property
    def patch(self) -> Any:
        """The third part."""
        return self[2]

    def as_tuple(self) -> Tuple[Any, ...]:
        """Return all parts."""
        return self[:]  # type: ignore[no-any-return]

    def _attr_error(self, attr: str) -> None:
        raise AttributeError("version %s has no attribute '%s'" % (self, attr))

    def __getitem__(self, i: Union[int, slice]) -> Any:
        try:
            found: Any = self.__version[i]
        except IndexError:
            return None
        if isinstance(i, slice):
            return tuple(_number_or_text(token) for token in found)
        return _number_or_text(found)

    def __len__(self) -> int:
        return len(self.__version)

    def __str__(self) -> str:
        return str(self.__version)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.__version)


def _number_or_text(token: Any) -> Union[int, str]:
    text = str(token)
    if text.isdigit() and (text[0] != "0" or text == "0"):
        return int(text)
    return text


class VariantBinding(Binding):
    """A variant, with `version` as a binding and `root` as the shell writes it.

    Args:
        variant: The variant.
        cached_root: Where the package cache holds its payload, if it does.
        interpreter: Writes paths.
    """

    __module__ = "rez.rex_bindings"

    def __init__(
        self,
        variant: Any,
        cached_root: Optional[str] = None,
        interpreter: Optional["ActionInterpreter"] = None,
    ) -> None:
        super().__init__({"version": VersionBinding(variant.version)})
        self.__interpreter = interpreter
        self.__variant = variant
        self.__cached_root = cached_root

    @property
    def root(self) -> Any:
        """The payload's folder: the cached one, if there is one."""
        root = self.__cached_root or self.__variant.root
        return self.__interpreter.normalize_path(root) if self.__interpreter else root

    def __getattr__(self, attr: str) -> Any:
        data = self.__dict__.get("_data", {})
        if attr in data:
            return data[attr]
        if attr.startswith("_VariantBinding__"):
            raise AttributeError(attr)
        try:
            return getattr(self.__variant, attr)
        except AttributeError:
            pass
        self._attr_error(attr)

    def _is_in_package_cache(self) -> bool:
        return self.__cached_root is not None

    def _attr_error(self, attr: str) -> None:
        raise AttributeError(
            "package %s has no attribute '%s'" % (self.__variant.qualified_package_name, attr)
        )

    def __str__(self) -> str:
        return self.__variant.qualified_package_name  # type: ignore[no-any-return]


class RO_MappingBinding(Binding):
    """A mapping that can be read with `[]`, `get`, `in` and as attributes."""

    __module__ = "rez.rex_bindings"

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(dict(data))

    def get(self, name: str, default: Any = None) -> Any:
        """Return an entry, or the default."""
        return self._data.get(name, default)

    def __getitem__(self, name: str) -> Any:
        if name in self._data:
            return self._data[name]
        self._attr_error(name)

    def __contains__(self, name: object) -> bool:
        return name in self._data

    def __str__(self) -> str:
        return str(self._data.values())


class VariantsBinding(RO_MappingBinding):
    """Variants by package name: `resolve`."""

    __module__ = "rez.rex_bindings"

    def __init__(self, variant_bindings: Mapping[str, VariantBinding]) -> None:
        super().__init__(variant_bindings)

    def _attr_error(self, attr: str) -> None:
        raise AttributeError("package does not exist: '%s'" % attr)


class RequirementsBinding(RO_MappingBinding):
    """Requests, as strings, by package name: `request`."""

    __module__ = "rez.rex_bindings"

    def __init__(self, requirements: Iterable[Requirement]) -> None:
        super().__init__({request.name: str(request) for request in requirements})

    def _attr_error(self, attr: str) -> None:
        raise AttributeError("request does not exist: '%s'" % attr)

    def get_range(self, name: str, default: Optional[str] = None) -> Optional[VersionRange]:
        """Return the version range of a request; else the default as a range, or None if there is none."""
        return _range_of(self._data, name, default)


class EphemeralsBinding(RO_MappingBinding):
    """Ephemerals, as strings, by name without the leading dot: `ephemerals`."""

    __module__ = "rez.rex_bindings"

    def __init__(self, ephemerals: Iterable[Requirement]) -> None:
        super().__init__({ephemeral.name[1:]: str(ephemeral) for ephemeral in ephemerals})

    def _attr_error(self, attr: str) -> None:
        raise AttributeError("ephemeral does not exist: '%s'" % attr)

    def get_range(self, name: str, default: Optional[str] = None) -> Optional[VersionRange]:
        """Return the version range of an ephemeral; else the default as a range, or None if there is none."""
        return _range_of(self._data, name, default)


def _range_of(requests: Mapping[str, str], name: str, default: Optional[str]) -> Optional[VersionRange]:
    if name in requests:
        return Requirement(requests[name]).range
    return None if default is None else VersionRange(default)


def intersects(obj: Any, range_: str) -> bool:
    """Whether an object's version or range shares a version with a range.

    A version stands for the range of that text: 1 for 1 and all of 1.x.

    Args:
        obj: A variant or version binding, a range, or a request as a string (an entry of
            `request` or `ephemerals`).
        range_: The range, as a string.

    Raises:
        RuntimeError: The object is of another type.
    """
    held: Optional[VersionRange]
    if isinstance(obj, VariantBinding):
        held = VersionRange(str(obj.version))
    elif isinstance(obj, VersionBinding):
        held = VersionRange(str(obj))
    elif isinstance(obj, VersionRange):
        held = obj
    elif isinstance(obj, str):
        request = Requirement(obj)
        held = None if request.conflict else request.range
    else:
        raise RuntimeError("Invalid type %s passed as first arg to 'intersects'" % type(obj))
    return held is not None and held.intersects(VersionRange(range_))
