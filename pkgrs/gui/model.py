"""A context, and what the next resolve of it is to be."""
from __future__ import annotations

from pkgrs.base.digraph import accessibility
from pkgrs.config.config import config
from pkgrs.context.context import ResolvedContext
from pkgrs.context.locks import PatchLock, get_lock_request
from pkgrs.gui.qt import QtCore
from pkgrs.package.filter import PackageFilterList

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional

__all__ = ["ContextModel", "PatchLock", "ResolvedContext"]


class ContextModel(QtCore.QObject):
    """A context that is being worked on: the last resolve, and the request and settings for the next.

    It is stale while these differ from what was resolved, and modified while the context differs from its file.

    Args:
        context: A resolved context; None for one that is yet to be resolved.
        parent: The object that this belongs to.

    Attributes:
        dataChanged: Sent, with the sum of the flags below, when something has changed.
    """

    dataChanged = QtCore.Signal(int)

    REQUEST_CHANGED = 1
    PACKAGES_PATH_CHANGED = 2
    LOCKS_CHANGED = 4
    CONTEXT_CHANGED = 8
    LOADPATH_CHANGED = 16
    PACKAGE_FILTER_CHANGED = 32
    CACHING_CHANGED = 64
    ALL_CHANGED = 127

    _SETTINGS = ("request", "packages_path", "implicit_packages", "package_filter", "caching", "default_patch_lock")

    def __init__(self, context: Optional[ResolvedContext] = None, parent: Any = None) -> None:
        QtCore.QObject.__init__(self, parent)
        self._context = context
        self._stale = self._modified = context is None
        self._reach: Optional[Any] = None
        self.patch_locks: Dict[str, PatchLock] = {}
        if context is None:
            self.request: List[str] = []
            self.packages_path = list(config.packages_path)
            self.implicit_packages: List[Any] = list(config.implicit_packages)
            self.package_filter: Any = config.package_filter
            self.caching = config.resolve_caching
            self.default_patch_lock = PatchLock.no_lock
        else:
            self._take_settings(context)

    def _take_settings(self, context: ResolvedContext) -> None:
        self.packages_path = list(context.package_paths)
        self.implicit_packages = list(context.implicit_packages)
        self.package_filter = context.package_filter.to_pod()
        self.caching = context.caching
        self.default_patch_lock = context.default_patch_lock
        self.patch_locks = dict(context.patch_locks)
        locked = self._locked()
        self.request = [str(request) for request in context.requested_packages() if str(request) not in locked]

    def _locked(self) -> List[str]:
        return [str(request) for requests in self.get_lock_requests().values() for request in requests]

    def copy(self) -> ContextModel:
        """One that can be changed without this one."""
        other = ContextModel(self._context, self.parent())
        for name in self._SETTINGS:
            value = getattr(self, name)
            setattr(other, name, list(value) if isinstance(value, list) else value)
        other.patch_locks = dict(self.patch_locks)
        other._stale, other._modified = self._stale, self._modified
        return other

    # -- state

    def context(self) -> Optional[ResolvedContext]:
        """The last resolve, if any."""
        return self._context

    def filepath(self) -> Optional[str]:
        """The file that the context was loaded from, or saved to."""
        return None if self._context is None else self._context.load_path

    def is_stale(self) -> bool:
        """Whether a resolve is pending."""
        return self._stale

    def is_modified(self) -> bool:
        """Whether there is something that is not saved."""
        return self._modified

    def can_revert(self) -> bool:
        """Whether there are changes since the last resolve."""
        return self._stale and self._context is not None

    def package_depends_on(self, name_a: str, name_b: str) -> int:
        """How one package of the context depends on another: 0 not at all, 1 by way of others, 2 directly."""
        assert self._context is not None
        if self._reach is None:
            graph: Any = self._context.get_dependency_graph()
            self._reach = graph, accessibility(graph)
        graph, reach = self._reach
        if name_b not in reach.get(name_a, ()):
            return 0
        return 2 if name_b in graph.neighbors(name_a) else 1

    # -- changes

    def set_request(self, request_strings: List[str]) -> None:
        """Ask for other packages."""
        self._set("request", request_strings, self.REQUEST_CHANGED)

    def set_packages_path(self, packages_path: List[str]) -> None:
        """Look for packages elsewhere."""
        self._set("packages_path", packages_path, self.PACKAGES_PATH_CHANGED)

    def set_package_filter(self, package_filter: Any) -> None:
        """Leave out other packages; as plain data."""
        self._set("package_filter", package_filter, self.PACKAGE_FILTER_CHANGED)

    def set_caching(self, caching: bool) -> None:
        """Use earlier resolves, or don't."""
        self._set("caching", caching, self.CACHING_CHANGED)

    def _set(self, name: str, value: Any, flags: int) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)
            self._changed(flags)

    def _changed(self, flags: int) -> None:
        self._stale = self._modified = True
        self.dataChanged.emit(flags)

    # -- locks

    def get_patch_lock(self, package_name: str) -> Optional[PatchLock]:
        """The lock that a package has of its own, if any."""
        return self.patch_locks.get(package_name)

    def get_lock_requests(self) -> Dict[PatchLock, List[Any]]:
        """The weak requests that the locks add to what is asked for, by lock."""
        requests: Dict[PatchLock, List[Any]] = {}
        for variant in (self._context.resolved_packages or () if self._context else ()):
            lock = self.patch_locks.get(variant.name, self.default_patch_lock)
            request = get_lock_request(variant.name, variant.version, lock)
            if request is not None:
                requests.setdefault(lock, []).append(request)
        return requests

    def set_default_patch_lock(self, lock: PatchLock) -> None:
        """Lock the packages that have no lock of their own."""
        self._set("default_patch_lock", lock, self.LOCKS_CHANGED)

    def set_patch_lock(self, package_name: str, lock: PatchLock) -> None:
        """Give a package a lock of its own."""
        self._set("patch_locks", {**self.patch_locks, package_name: lock}, self.LOCKS_CHANGED)

    def remove_patch_lock(self, package_name: str) -> None:
        """Take a package's own lock away."""
        others = {name: lock for name, lock in self.patch_locks.items() if name != package_name}
        self._set("patch_locks", others, self.LOCKS_CHANGED)

    def remove_all_patch_locks(self) -> None:
        """Take all packages' own locks away."""
        self._set("patch_locks", {}, self.LOCKS_CHANGED)

    # -- resolves

    def resolve_context(self, verbosity: int = 0, max_fails: int = -1, timestamp: Optional[int] = None,
                        callback: Any = None, buf: Any = None, package_load_callback: Any = None) -> ResolvedContext:
        """Resolve what is asked for, and take the result over if it succeeded. See `ResolvedContext`."""
        context = self.solve(verbosity=verbosity, max_fails=max_fails, timestamp=timestamp, callback=callback, buf=buf,
                             package_load_callback=package_load_callback)
        self.accept(context)
        return context

    def solve(self, **options: Any) -> ResolvedContext:
        """Resolve what is asked for, changing nothing here, so that another thread may do it. See `ResolvedContext`.

        Unlike in Rez, what locks ask for is part of the request, and the locks stay.
        """
        context = ResolvedContext(
            [*self.request, *self._locked()], package_paths=list(self.packages_path), caching=self.caching,
            package_filter=PackageFilterList.from_pod(self.package_filter or []), **options)
        context.default_patch_lock = self.default_patch_lock
        context.patch_locks = dict(self.patch_locks)
        return context

    def accept(self, context: ResolvedContext) -> None:
        """Take over a resolve, if it succeeded."""
        if context.success:
            path = self.filepath()
            if path:
                context.set_load_path(path)
            self._replace(context)
            self._modified = True
            self.dataChanged.emit(self.ALL_CHANGED)

    def set_context(self, context: ResolvedContext) -> None:
        """Have another context in place of this one."""
        self._replace(context)
        self._modified = not context.load_path
        self.dataChanged.emit(self.ALL_CHANGED)

    def revert(self) -> None:
        """Forget the changes since the last resolve."""
        if self.can_revert():
            assert self._context is not None
            self._replace(self._context)
            self.dataChanged.emit(self.ALL_CHANGED)

    def _replace(self, context: ResolvedContext) -> None:
        self._context = context
        self._reach = None
        self._stale = False
        self._take_settings(context)

    def save(self, filepath: str) -> None:
        """Write the context to a file."""
        assert self._context is not None and not self._stale
        self._context.save(filepath)
        self._context.set_load_path(filepath)
        self._modified = False
        self.dataChanged.emit(self.LOADPATH_CHANGED)
