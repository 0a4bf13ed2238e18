"""Package orderers: which versions of a package a resolve prefers."""
from __future__ import annotations

from pkgrs.base.descriptors import cached_class_property
from pkgrs.base.generic import Generic
from pkgrs.config.config import config
from pkgrs.package.find import iter_packages
from pkgrs.package.found_empty import take
from pkgrs.package.order_base import ALL_PACKAGES, PackageOrder, from_pod, register_orderer, to_pod
from pkgrs.version.common import _ReversedComparable
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional, Tuple, Type, Union

    from pkgrs.package.model import Package
    from pkgrs.package.order_base import GetPackage, OrderT


__all__ = [
    "NullPackageOrder", "PackageOrderList", "PerFamilyOrder", "SortedOrder", "TimestampPackageOrder",
    "VersionSplitPackageOrder", "get_orderer"]


class NullPackageOrder(PackageOrder):
    """Leaves packages as they come."""

    __module__ = "rez.package_order"
    __hash__ = None  # type: ignore

    name = "no_order"

    def sort_key_implementation(self, package_name: str, version: Version) -> Any:
        """Return the same key for each version."""
        return 0

    def __str__(self) -> str:
        return "{}"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def to_pod(self) -> Dict[str, Any]:
        """Return `{"packages": […]}`."""
        return {"packages": self.packages}

    @classmethod
    def from_pod(cls: Type[OrderT], data: Dict[str, Any]) -> OrderT:
        """Make an orderer of what `to_pod` returns."""
        return cls(packages=data.get("packages"))


class SortedOrder(PackageOrder):
    """Sorts by version.

    Args:
        descending: Whether later versions are preferred.
        packages: Names of the packages that the orderer is for, all by default.
    """

    __module__ = "rez.package_order"
    __hash__ = None  # type: ignore

    name = "sorted"

    def __init__(self, descending: bool, packages: Optional[List[str]] = None) -> None:
        super().__init__(packages)
        self.descending = descending

    def sort_key_implementation(self, package_name: str, version: Version) -> Any:
        """Return the version, or its reverse."""
        return version if self.descending else _ReversedComparable(version)

    def __str__(self) -> str:
        return str(self.descending)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.descending == other.descending  # type: ignore[attr-defined]

    def to_pod(self) -> Dict[str, Any]:
        """Return `{"descending": …, "packages": […]}`."""
        return {"descending": self.descending, "packages": self.packages}

    @classmethod
    def from_pod(cls, data: Dict[str, Any]) -> "SortedOrder":
        """Make an orderer of what `to_pod` returns.

        Raises:
            KeyError: If the key `descending` is missing.
        """
        return cls(data["descending"], packages=data.get("packages"))


class PerFamilyOrder(PackageOrder):
    """Uses different orderers for different packages.

    Args:
        order_dict: Orderer for each name of a package.
        default_order: Orderer for other packages. Without one, these are left alone.
    """

    __module__ = "rez.package_order"
    __hash__ = None  # type: ignore

    name = "per_family"

    def __init__(self, order_dict: Dict[str, PackageOrder], default_order: Optional[PackageOrder] = None) -> None:
        super().__init__(list(order_dict))
        self.order_dict = order_dict.copy()
        self.default_order = default_order

    def reorder(self, iterable: Iterable["Package"], key: Optional[GetPackage] = None) -> Optional[List["Package"]]:
        """Put packages in order; see `PackageOrder.reorder`.

        Returns:
            The items, the preferred first; None if there are none, or no orderer for them.
        """
        items = list(iterable)
        package_name = self._get_package_name_from_iterable(items, key)
        orderer = None if package_name is None else self._find(package_name)
        return None if orderer is None else orderer.reorder(items, key)

    def _find(self, package_name: str) -> Optional[PackageOrder]:
        return self.order_dict.get(package_name) or self.default_order

    def sort_key_implementation(self, package_name: str, version: Version) -> Any:
        """Return the key of the package's orderer.

        Raises:
            RuntimeError: If there is no orderer for the package.
        """
        orderer = self._find(package_name)
        if orderer is None:
            # the text is not filled in: so the message looks in Rez, too
            raise RuntimeError("package family orderer %r does not apply to package family %r", (self, package_name))
        return orderer.sort_key_implementation(package_name, version)

    def __str__(self) -> str:
        return str((sorted((name, str(orderer)) for name, orderer in self.order_dict.items()),
                    str(self.default_order)))

    def __eq__(self, other: object) -> bool:
        return (type(self) is type(other)
                and self.order_dict == other.order_dict  # type: ignore[attr-defined]
                and self.default_order == other.default_order)  # type: ignore[attr-defined]

    def to_pod(self) -> Dict[str, Any]:
        """Return `{"orderers": […], "default_order": …}`.

        The orderers are in the form of the function `to_pod`; each has the `packages` that use it.
        """
        users: Dict[int, Tuple[PackageOrder, List[str]]] = {}
        for package_name, orderer in self.order_dict.items():
            users.setdefault(id(orderer), (orderer, []))[1].append(package_name)
        orderers = []
        for orderer, names in users.values():
            data = to_pod(orderer)
            data["packages"] = sorted(names)
            orderers.append(data)
        result: Dict[str, Any] = {"orderers": orderers}
        if self.default_order is not None:
            result["default_order"] = to_pod(self.default_order)
        return result

    @classmethod
    def from_pod(cls, data: Dict[str, Any]) -> "PerFamilyOrder":
        """Make an orderer of what `to_pod` returns.

        Raises:
            KeyError: If a key is missing, or an orderer's type is not known.
        """
        order_dict = {}
        for item in data["orderers"]:
            item = dict(item)
            names = item.pop("packages")
            orderer = from_pod(item)
            for package_name in names:
                order_dict[package_name] = orderer
        default = data.get("default_order")
        return cls(order_dict, from_pod(default) if default else None)


class VersionSplitPackageOrder(PackageOrder):
    """Prefers versions up to a given one, the latest first; then later versions, the latest first.

    Args:
        first_version: The version.
        packages: Names of the packages that the orderer is for, all by default.
    """

    __module__ = "rez.package_order"
    __hash__ = None  # type: ignore

    name = "version_split"

    def __init__(self, first_version: Version, packages: Optional[List[str]] = None) -> None:
        super().__init__(packages)
        self.first_version = first_version

    def sort_key_implementation(self, package_name: str, version: Version) -> Any:
        """Return whether the version is not later, and the version."""
        return 1 if version <= self.first_version else 0, version

    def __str__(self) -> str:
        return str(self.first_version)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.first_version == other.first_version  # type: ignore[attr-defined]

    def to_pod(self) -> Dict[str, Any]:
        """Return `{"first_version": …, "packages": […]}`."""
        return {"first_version": str(self.first_version), "packages": self.packages}

    @classmethod
    def from_pod(cls, data: Dict[str, Any]) -> "VersionSplitPackageOrder":
        """Make an orderer of what `to_pod` returns.

        Raises:
            KeyError: If the key `first_version` is missing.
            VersionError: If that is not a valid version.
        """
        return cls(Version(data["first_version"]), packages=data.get("packages"))


class TimestampPackageOrder(PackageOrder):
    """Prefers versions released up to a given time, the latest version first; then later ones, the earliest first.

    With a rank, updates below that rank are welcome later as well. With rank 3 for instance, of 2.0.0, 2.0.5, 2.1.0,
    2.1.1 and 2.2.0, all but the first of which were released too late, 2.0.5 is preferred, then 2.0.0, 2.1.1, 2.1.0,
    2.2.0.

    Args:
        timestamp: Seconds since 1970.
        rank: 1 stands for the major version, 2 for the minor one, and so on; 0: no updates.
        packages: Names of the packages that the orderer is for, all by default.
    """

    __module__ = "rez.package_order"
    __hash__ = None  # type: ignore

    name = "soft_timestamp"

    def __init__(self, timestamp: int, rank: int = 0, packages: Optional[List[str]] = None) -> None:
        super().__init__(packages)
        self.timestamp = timestamp
        self.rank = rank
        self._cached_first_after: Dict[str, Optional[Version]] = {}
        self._cached_sort_key: Dict[Tuple[str, str], Any] = {}

    def _get_first_after(self, package_family: str) -> Optional[Version]:
        """Return the lowest version that comes too late, None if none does. The answer is kept."""
        try:
            return self._cached_first_after[package_family]
        except KeyError:
            first_after = self._calc_first_after(package_family)
            self._cached_first_after[package_family] = first_after
            return first_after

    def _calc_first_after(self, package_family: str) -> Optional[Version]:
        packages = sorted(iter_packages(package_family), key=lambda package: package.version, reverse=True)
        first_after = last_seen = None
        for package in packages:
            last_seen = package.version
            if not package.timestamp:
                continue
            if package.timestamp <= self.timestamp:
                break
            first_after = last_seen
        if not self.rank or last_seen is None:
            return first_after
        # what updates the version that is early enough is no later than that
        kept = last_seen.trim(self.rank - 1)
        for package in reversed(packages):
            if package.version.trim(self.rank - 1) > kept:
                return package.version
        return None

    def sort_key_implementation(self, package_name: str, version: Version) -> Any:
        """Return whether the version comes early enough, and what sorts it among those that do, or do not."""
        cache_key = package_name, str(version)
        result = self._cached_sort_key.get(cache_key)
        if result is None:
            result = self._cached_sort_key[cache_key] = self._calc_sort_key(package_name, version)
        return result

    def _calc_sort_key(self, package_name: str, version: Version) -> Any:
        first_after = self._get_first_after(package_name)
        if first_after is None or version < first_after:
            return 1, version
        if self.rank:
            return (0, _ReversedComparable(version.trim(self.rank - 1)),
                    version.tokens[self.rank - 1:])  # type: ignore[index]
        return 0, _ReversedComparable(version)

    def __str__(self) -> str:
        return str((self.timestamp, self.rank))

    def __eq__(self, other: object) -> bool:
        return (type(self) is type(other)
                and self.timestamp == other.timestamp  # type: ignore[attr-defined]
                and self.rank == other.rank)  # type: ignore[attr-defined]

    def to_pod(self) -> Dict[str, Any]:
        """Return `{"timestamp": …, "rank": …, "packages": […]}`."""
        return {"timestamp": self.timestamp, "rank": self.rank, "packages": self.packages}

    @classmethod
    def from_pod(cls, data: Dict[str, Any]) -> "TimestampPackageOrder":
        """Make an orderer of what `to_pod` returns.

        Raises:
            KeyError: If the key `timestamp` is missing.
        """
        return cls(data["timestamp"], rank=data.get("rank", 0), packages=data.get("packages"))


class PackageOrderList(list, Generic):  # type: ignore[type-arg]
    """A list of orderers. For each package, the first that names it applies."""

    __module__ = "rez.package_order"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_package: Dict[str, PackageOrder] = {}
        self.dirty = True

    def to_pod(self) -> List[Dict[str, Any]]:
        """Return the orderers in the form of the function `to_pod`."""
        return [to_pod(orderer) for orderer in self]

    @classmethod
    def from_pod(cls, data: List[Dict[str, Any]]) -> "PackageOrderList":
        """Make orderers of what `to_pod` returns.

        Raises:
            KeyError: If a key is missing, or an orderer's type is not known.
        """
        result = PackageOrderList()
        for item in data:
            result.append(from_pod(item))
        return result

    @cached_class_property
    def singleton(cls) -> "PackageOrderList":
        """The orderers of the setting `package_orderers`."""
        setting = None if take("package_orderers") else config.package_orderers
        if setting is None:
            return PackageOrderList()
        return PackageOrderList.from_pod([setting] if isinstance(setting, dict) else setting)

    @staticmethod
    def _to_orderer(orderer: Union[Dict[str, Any], PackageOrder]) -> PackageOrder:
        return from_pod(orderer) if isinstance(orderer, dict) else orderer

    def refresh(self) -> None:
        """Find out anew which orderer applies to which package."""
        self.by_package = {}
        self.dirty = False
        for item in self:
            orderer = self._to_orderer(item)
            for package_name in orderer.packages:
                self.by_package.setdefault(package_name, orderer)

    def get(self, key: str, default: Optional[PackageOrder] = None) -> Optional[PackageOrder]:
        """Return the orderer that names the package.

        Args:
            key: Name of the package, or `ALL_PACKAGES`.
            default: What to return if there is none.
        """
        if self.dirty:
            self.refresh()
        return self.by_package.get(key, default)

    def append(self, *args: Any, **kwargs: Any) -> None:
        """As `list.append`."""
        self.dirty = True
        return super().append(*args, **kwargs)

    def clear(self, *args: Any, **kwargs: Any) -> None:
        """As `list.clear`."""
        self.dirty = True
        return super().clear(*args, **kwargs)

    def extend(self, *args: Any, **kwargs: Any) -> None:
        """As `list.extend`."""
        self.dirty = True
        return super().extend(*args, **kwargs)

    def insert(self, *args: Any, **kwargs: Any) -> None:
        """As `list.insert`."""
        self.dirty = True
        return super().insert(*args, **kwargs)

    def pop(self, *args: Any, **kwargs: Any) -> PackageOrder:
        """As `list.pop`."""
        self.dirty = True
        return super().pop(*args, **kwargs)

    def remove(self, *args: Any, **kwargs: Any) -> None:
        """As `list.remove`."""
        self.dirty = True
        return super().remove(*args, **kwargs)


def get_orderer(package_name: str, orderers: Union[PackageOrderList, Dict[str, PackageOrder], None] = None
                ) -> PackageOrder:
    """Return the orderer that applies to a package.

    Args:
        package_name: Name of the package.
        orderers: Orderers to choose from, by default those of the configuration.

    Returns:
        The orderer for that package, else that for all packages, else one that prefers later versions.
    """
    if orderers is None:
        orderers = PackageOrderList.singleton
    found = orderers.get(package_name)
    if found is None:
        found = orderers.get(ALL_PACKAGES)
    return SortedOrder(descending=True) if found is None else found


for _orderer in (NullPackageOrder, SortedOrder, PerFamilyOrder, VersionSplitPackageOrder, TimestampPackageOrder):
    register_orderer(_orderer)
