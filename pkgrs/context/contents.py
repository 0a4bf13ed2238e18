"""What is in a context: requests, packages, tools, graphs; comparing and describing it."""
from __future__ import annotations

from functools import wraps

from pkgrs.base.deferred import DeferredAttribute
from pkgrs.context.preferences import unlocked
from pkgrs.errors import ResolvedContextError
from pkgrs.resolve.resolver import ResolverStatus
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Set, Tuple, TypeVar, Union
    from pkgrs.base.digraph import digraph
    from pkgrs.context.locks import PatchLock
    from pkgrs.package.model import Variant

    CallableT = TypeVar("CallableT", bound=Callable[..., Any])
    ContextT = TypeVar("ContextT", bound="ContextContents")


__all__ = ["ContextContents"]


def _on_success(fn: CallableT) -> CallableT:
    """Make a method raise `ResolvedContextError` if the resolve failed."""

    @wraps(fn)
    def checked(self: ContextContents, *nargs: Any, **kwargs: Any) -> Any:
        if self.status_ != ResolverStatus.solved:
            raise ResolvedContextError("Cannot perform operation in a failed context")
        return fn(self, *nargs, **kwargs)

    return checked  # type: ignore[return-value]


class ContextContents:
    """The contents of a context, and what can be told from them alone."""

    graph_ = DeferredAttribute()
    package_filter = DeferredAttribute()
    package_orderers = DeferredAttribute()
    default_patch_lock = DeferredAttribute()

    def _set_defaults(self) -> None:
        self.load_path: Optional[str] = None
        self._package_requests: List[Any] = []
        self.implicit_packages: List[PackageRequest] = []
        self.package_filter = None
        self.package_orderers = None
        self.default_patch_lock = unlocked()
        self.patch_locks: Dict[str, PatchLock] = {}
        self.append_sys_path = True
        self.pre_resolve_bindings: Optional[Dict[str, Any]] = None
        self.parent_suite_path: Optional[str] = None
        self.suite_context_name: Optional[str] = None

        self.status_ = ResolverStatus.pending
        self._resolved_packages: Optional[List[Variant]] = None
        self._resolved_ephemerals: Optional[List[Requirement]] = None
        self.failure_description: Optional[str] = None
        self.graph_string: Optional[str] = None
        self.graph_ = None
        self.from_cache: Optional[bool] = None
        self.solve_time = 0.0
        self.load_time = 0.0
        self.num_loaded_packages = 0

    def __str__(self) -> str:
        request = " ".join(str(r) for r in self.requested_packages(include_implicit=True))
        if not self.success:
            return "%s:%s(%s)" % (self.__class__.__name__, self.status.name, request)
        resolve = " ".join(variant.qualified_name for variant in self._resolved_packages or ())
        return "%s(%s ==> %s)" % (self.status.name, request, resolve)

    def _identity(self) -> Tuple[Tuple[Any, ...], Optional[Tuple[Any, ...]]]:
        resolved = self._resolved_packages
        return tuple(self.requested_packages(True)), None if resolved is None else tuple(resolved)

    def __eq__(self, other: object) -> bool:
        """Contexts are equal if requests, implicit ones included, and resolved packages are."""
        return isinstance(other, ContextContents) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    @property
    def success(self) -> bool:
        """Whether the resolve succeeded."""
        return self.status_ == ResolverStatus.solved

    @property
    def status(self) -> ResolverStatus:
        """How the resolve ended."""
        return self.status_

    def requested_packages(self, include_implicit: bool = False) -> List[Requirement]:
        """Get the requests, and if asked for the implicit ones."""
        return self._package_requests + self.implicit_packages if include_implicit else self._package_requests

    @property
    def resolved_packages(self) -> Optional[List[Variant]]:
        """The packages, in the order of their commands; None if the resolve failed."""
        return self._resolved_packages

    @property
    def resolved_ephemerals(self) -> Optional[List[Requirement]]:
        """The ephemerals, conflict requests left out; None if the resolve failed."""
        return self._resolved_ephemerals

    def get_resolved_package(self, name: str) -> Optional[Variant]:
        """Get the package of that name, or None if it is not there."""
        return next((variant for variant in self._resolved_packages or () if variant.name == name), None)

    def set_load_path(self, path: str) -> None:
        """Tell the context which file it is in."""
        self.load_path = path

    def copy(self: ContextT) -> ContextT:
        """Get a context that shares its contents with this one."""
        from copy import copy
        return copy(self)

    @_on_success
    def get_resolve_as_exact_requests(self) -> List[PackageRequest]:
        """Get requests for exactly the versions that are here."""
        return [PackageRequest(variant.parent.as_exact_requirement()) for variant in self._resolved_packages or ()]

    @_on_success
    def get_key(self, key: str, request_only: bool = False) -> Dict[str, Tuple[Variant, Any]]:
        """Get the value of a package attribute from each package.

        Args:
            key: Name of the attribute.
            request_only: Whether to leave out packages that were not asked for.

        Returns:
            Package and value by package name; packages whose value is None are left out.

        Raises:
            AttributeError: Packages have no such attribute.
        """
        names = {request.name for request in self._package_requests if not request.conflict}
        values = {}
        for variant in self._resolved_packages or ():
            if not request_only or variant.name in names:
                value = getattr(variant, key)
                if value is not None:
                    values[variant.name] = (variant, value)
        return values

    @_on_success
    def get_tools(self, request_only: bool = False) -> Dict[str, Tuple[Variant, List[str]]]:
        """Get the packages that bring tools, and these, by package name. See `get_key`."""
        return self.get_key("tools", request_only=request_only)

    @_on_success
    def get_tool_variants(self, tool_name: str) -> Set[Variant]:
        """Get the packages that bring the tool."""
        return {variant for variant, tools in self.get_tools().values() if tool_name in tools}

    @_on_success
    def get_conflicting_tools(self, request_only: bool = False) -> Dict[str, Set[Variant]]:
        """Get the tools that more than one package brings, with these packages."""
        owners: Dict[str, Set[Variant]] = {}
        for variant, tools in self.get_tools(request_only=request_only).values():
            for tool in tools:
                owners.setdefault(tool, set()).add(variant)
        return {tool: variants for tool, variants in owners.items() if len(variants) > 1}

    @_on_success
    def validate(self) -> None:
        """Check all packages' definitions.

        Raises:
            ResolvedContextError: One is not valid.
        """
        try:
            for variant in self._resolved_packages or ():
                variant.validate_data()
        except Exception as error:
            raise ResolvedContextError("%s: %s" % (error.__class__.__name__, error)) from error

    # -- graphs

    @property
    def has_graph(self) -> bool:
        """Whether there is a graph of the resolve."""
        return bool(self.graph_string or self.graph_)

    def graph(self, as_dot: bool = False) -> Union[str, digraph, None]:
        """Get the graph of the resolve, as an object or in the dot language; None if there is none."""
        from pkgrs.base.dot import read_graph_from_string, write_dot

        if self.graph_ is None:
            if not self.graph_string:
                return None
            self.graph_ = read_graph_from_string(self.graph_string)
        return write_dot(self.graph_) if as_dot else self.graph_

    @_on_success
    def get_dependency_graph(self, as_dot: bool = False) -> Union[str, digraph]:
        """Get the graph of what requires what, as an object or in the dot language."""
        from pkgrs.base.dot import write_dot
        from pkgrs.context.dependencies import make_dependency_graph

        graph = make_dependency_graph(self._resolved_packages or (), self._resolved_ephemerals or ())
        return write_dot(graph) if as_dot else graph

    # -- other contexts

    def get_patched_request(
        self,
        package_requests: Optional[List[Union[str, PackageRequest]]] = None,
        package_subtractions: Optional[List[str]] = None,
        strict: bool = False,
        rank: int = 0,
    ) -> List[Any]:
        """Get this context's request with changes.

        Args:
            package_requests: Requests that take the place of those of the same kind (plain, weak or conflict) for the
                same package, or are added. `^foo` takes the request for `foo` away.
            package_subtractions: Names of packages whose requests are taken away.
            strict: Whether to keep the packages that are here in place of the requests.
            rank: If above 1, packages that are here but are not asked for anew keep that many leading parts of
                their version, less one.

        Returns:
            Requests.
        """
        from pkgrs.context.requests import patched_request

        return patched_request(self, package_requests, package_subtractions, strict, rank)

    def retargeted(
        self: ContextT, package_paths: List[str], package_names: Optional[List[str]] = None, skip_missing: bool = False
    ) -> ContextT:
        """Get a context with the same packages from other repositories.

        Args:
            package_paths: The repositories.
            package_names: Names of the packages to take from there; all if None.
            skip_missing: Whether packages that are not there are left as they are.

        Raises:
            PackageNotFoundError: A package is not there.
        """
        from pkgrs.context.requests import retargeted

        return retargeted(self, package_paths, package_names, skip_missing)

    def get_resolve_diff(self, other: ContextContents) -> Dict[str, Any]:
        """Compare the packages of another context with these.

        Returns:
            A dict without what is empty:
            - newer_packages, older_packages: by name, the versions from the one here to the other one;
            - added_packages, removed_packages: sets of packages.

        Raises:
            ResolvedContextError: The contexts' repositories differ.
        """
        from pkgrs.context.compare import resolve_diff

        return resolve_diff(self, other)

    # -- printing

    def print_info(
        self, buf: Any = None, verbosity: int = 0, source_order: bool = False, show_resolved_uris: bool = False
    ) -> None:
        """Print a summary.

        Args:
            buf: Stream; standard output if None.
            verbosity: How much to tell: 0 to 2.
            source_order: Whether packages are in the order of their commands rather than of their names.
            show_resolved_uris: Whether to show packages' URIs rather than their folders.
        """
        from pkgrs.context.describe import print_info

        print_info(self, buf, verbosity, source_order, show_resolved_uris)

    @_on_success
    def print_tools(self, buf: Any = None) -> None:
        """Print the tools and the packages that bring them."""
        from pkgrs.context.describe import print_tools

        print_tools(self, buf)

    def print_resolve_diff(
        self, other: ContextContents, heading: Union[bool, None, Tuple[str, str]] = None
    ) -> None:
        """Print what `get_resolve_diff` finds.

        Args:
            other: The other context.
            heading: Headings of the two columns; True for the names of the contexts' files.
        """
        from pkgrs.context.compare import print_resolve_diff

        print_resolve_diff(self, other, heading)
