"""The base of package orderers, and how an orderer is known by its name."""
from __future__ import annotations

from pkgrs.version.bound import _Bound, _LowerBound, _UpperBound
from pkgrs.version.common import _Comparable
from pkgrs.version.range import VersionRange
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterable, List, Optional, Type, TypeVar, Union

    from pkgrs.package.model import Package

    OrderT = TypeVar("OrderT", bound="PackageOrder")
    VersionLike = Union[Version, _LowerBound, _UpperBound, _Bound, VersionRange, None]
    GetPackage = Callable[[Any], "Package"]

__all__ = ["ALL_PACKAGES", "FallbackComparable", "PackageOrder", "from_pod", "register_orderer", "to_pod"]

#: In the packages of an orderer: applies to all packages that have no orderer of their own.
ALL_PACKAGES = "*"


class FallbackComparable(_Comparable):
    """A value that, where it does not compare with the other's, lets a second one decide.

    Args:
        main_comparable: Value to compare.
        fallback_comparable: Value to compare where that raises an error.
    """

    __module__ = "rez.package_order"
    __hash__ = None  # type: ignore

    def __init__(self, main_comparable: Any, fallback_comparable: Any) -> None:
        self.main_comparable = main_comparable
        self.fallback_comparable = fallback_comparable

    # the values may be of any type and raise whatever they like
    def __eq__(self, other: Any) -> bool:
        try:
            return bool(self.main_comparable == other.main_comparable)
        except Exception:
            return bool(self.fallback_comparable == other.fallback_comparable)

    def __lt__(self, other: Any) -> bool:
        try:
            return bool(self.main_comparable < other.main_comparable)
        except Exception:
            return bool(self.fallback_comparable < other.fallback_comparable)

    def __repr__(self) -> str:
        return "%s(%r, %r)" % (type(self).__name__, self.main_comparable, self.fallback_comparable)


class PackageOrder:
    """Base of package orderers.

    A subclass has a `name`, under which it is registered, `sort_key_implementation`, `__str__`, which tells all that
    determines the order, `to_pod` and `from_pod`.

    Args:
        packages: Names of the packages that the orderer is for, all by default.
    """

    __module__ = "rez.package_order"
    __hash__ = None  # type: ignore

    #: What the orderer is called in the configuration.
    name: Optional[str] = None

    _packages: List[str]

    def __init__(self, packages: Optional[List[str]] = None) -> None:
        self.packages = packages  # type: ignore[assignment]

    @property
    def packages(self) -> List[str]:
        """The names of the packages that the orderer is for."""
        return self._packages

    @packages.setter
    def packages(self, packages: Union[str, Iterable[str], None]) -> None:
        if packages is None:
            packages = [ALL_PACKAGES]
        self._packages = [packages] if isinstance(packages, str) else sorted(packages)

    def reorder(self, iterable: Iterable["Package"], key: Optional[GetPackage] = None) -> Optional[List["Package"]]:
        """Put packages in order.

        Args:
            iterable: Packages of one name, or items that hold one each.
            key: Returns the package of an item.

        Returns:
            The items, the preferred first; None if the order does not matter.
        """
        items = list(iterable)
        package_name = self._get_package_name_from_iterable(items, key)
        if package_name is None:
            return []

        def sort_key(item: Any) -> Any:
            return self.sort_key_implementation(package_name, (key(item) if key else item).version)  # type: ignore

        return sorted(items, key=sort_key, reverse=True)

    @staticmethod
    def _get_package_name_from_iterable(iterable: Iterable["Package"],
                                        key: Optional[GetPackage] = None) -> Optional[str]:
        """Return the name of the first package, None if there is none."""
        for item in iterable:
            return str((key(item) if key else item).name)
        return None

    def sort_key(self, package_name: str, version_like: VersionLike) -> Any:
        """Return a key that sorts versions, or ranges of these; the preferred are greater.

        Args:
            package_name: Name of the package.
            version_like: Version, range or part of a range; None sorts below all.

        Raises:
            TypeError: If it is none of these.
        """
        if version_like is None:
            return 0
        if isinstance(version_like, Version):
            return FallbackComparable(self.sort_key_implementation(package_name, version_like), version_like)
        # an exclusive lower end lies above an inclusive one, an exclusive upper end below
        if isinstance(version_like, _LowerBound):
            return self.sort_key(package_name, version_like.version), -1 - version_like.inclusive
        if isinstance(version_like, _UpperBound):
            return self.sort_key(package_name, version_like.version), 1 + version_like.inclusive
        if isinstance(version_like, _Bound):
            return tuple(self.sort_key(package_name, end) for end in (version_like.lower, version_like.upper))
        if isinstance(version_like, VersionRange):
            return tuple(self.sort_key(package_name, bound) for bound in version_like.bounds)
        raise TypeError(version_like)

    def sort_key_implementation(self, package_name: str, version: Version) -> Any:
        """Return a key that sorts versions of a package; the preferred are greater."""
        raise NotImplementedError

    def to_pod(self) -> Dict[str, Any]:
        """Return the orderer as lists, dictionaries and plain values."""
        raise NotImplementedError

    @classmethod
    def from_pod(cls: Type[OrderT], data: Dict[str, Any]) -> OrderT:
        """Make an orderer of what `to_pod` returns."""
        raise NotImplementedError

    @property
    def sha1(self) -> str:
        """Hash of what determines the order, in hexadecimal digits."""
        from hashlib import sha1
        return sha1(repr(self).encode("utf-8")).hexdigest()

    def __str__(self) -> str:
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and str(self) == str(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __repr__(self) -> str:
        return "%s(%s)" % (type(self).__name__, str(self))


def to_pod(orderer: PackageOrder) -> Dict[str, Any]:
    """Return an orderer as lists, dictionaries and plain values, with its `type` first."""
    data: Dict[str, Any] = {"type": orderer.name}
    data.update(orderer.to_pod())
    return data


def from_pod(data: Any) -> PackageOrder:
    """Make an orderer of what `to_pod` returns, or of a pair of the type and the rest of it.

    Raises:
        KeyError: If a key is missing, or the type is not known.
    """
    if isinstance(data, dict):
        data = dict(data)
        type_name = data.pop("type")
    else:
        type_name, data = data
    return _orderers[type_name].from_pod(data)


_orderers: Dict[str, Type[PackageOrder]] = {}


def register_orderer(cls: Any) -> bool:
    """Make a type of orderers known by its name.

    Returns:
        False if it is not such a type, or has no name.
    """
    if isinstance(cls, type) and issubclass(cls, PackageOrder) and cls.name:
        _orderers[cls.name] = cls
        return True
    return False
