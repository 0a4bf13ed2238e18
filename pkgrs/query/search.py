"""Searching for families, packages and variants, and for what depends on or extends a package."""
from __future__ import annotations

import sys

from pkgrs.base.text import expand_abbreviations
from pkgrs.config.config import config
from pkgrs.errors import PackageFamilyNotFoundError, PackageRequestError, ResourceContentError, ResourceError
from pkgrs.package.find import get_latest_package, iter_package_families, iter_packages
from pkgrs.package.model import Package
from pkgrs.query.fields import RESULT_FIELDS
from pkgrs.terminal.colour import Printer, critical, error, info
from pkgrs.terminal.progress import ProgressBar
from pkgrs.version.common import VersionError
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterator, List, Optional, Set, TextIO, Tuple, Type

    _Style = Callable[[str], str]


__all__ = ["ResourceSearcher", "ResourceSearchResult", "ResourceSearchResultFormatter",
           "get_reverse_dependency_tree", "get_plugins"]

_NODE_ATTRS = [("fillcolor", "#F6F6F6"), ("style", "filled"), ("fontsize", 10)]


def get_reverse_dependency_tree(package_name: str, depth: Optional[int] = None, paths: Optional[List[str]] = None,
                                build_requires: bool = False, private_build_requires: bool = False
                                ) -> Tuple[List[List[str]], Any]:
    """Find the packages that depend on a package, those that depend on these, and so on.

    Only the latest version of each package counts.

    Args:
        package_name: Name of the package.
        depth: How many steps to go, all by default.
        paths: Package search paths.
        build_requires: Count also what builds require.
        private_build_requires: Count also what the build of the package itself requires.

    Returns:
        The names found in each step, the first being that of the package; and a digraph of them all.

    Raises:
        PackageFamilyNotFoundError: If there is no such package.
    """
    from pkgrs.base.digraph import digraph

    names = {family.name for family in iter_package_families(paths)}
    if package_name not in names:
        raise PackageFamilyNotFoundError("No such package family %r" % package_name)

    levels = [[package_name]]
    graph = digraph()
    graph.add_node(package_name)
    if depth == 0:
        return levels, graph

    dependents: Dict[str, Set[str]] = {}
    for package in _latest_packages(names, paths):
        private = private_build_requires and package.name == package_name
        for name in _required_names(package, build_requires, private):
            dependents.setdefault(name, set()).add(package.name)

    seen = {package_name}
    while depth is None or len(levels) <= depth:
        level: List[str] = []
        for child in levels[-1]:
            for parent in sorted(dependents.get(child, set()) - seen):
                seen.add(parent)
                level.append(parent)
                graph.add_node(parent, attrs=_NODE_ATTRS)
                graph.add_edge((parent, child))
        if not level:
            break
        levels.append(sorted(level))
    return levels, graph


def _latest_packages(names: Set[str], paths: Optional[List[str]]) -> Iterator[Package]:
    bar = ProgressBar("Searching", len(names))
    for name in sorted(names):
        package = get_latest_package(name, paths=paths)
        bar.next()
        if package is not None:
            yield package
    bar.finish()


def _required_names(package: Package, build_requires: bool, private_build_requires: bool) -> Set[str]:
    names: Set[str] = set()
    for variant in package.iter_variants():
        requires = variant.get_requires(build_requires=build_requires, private_build_requires=private_build_requires)
        names.update(request.name for request in requires if not request.conflict)
    return names


def get_plugins(package_name: str, paths: Optional[List[str]] = None) -> List[str]:
    """Get the names of the packages that say they are plugins for a package.

    Only the latest version of each package counts, and the package must say that it `has_plugins`.

    Args:
        package_name: Name of the package.
        paths: Package search paths.

    Raises:
        PackageFamilyNotFoundError: If there is no such package.
    """
    package = get_latest_package(package_name, paths=paths, error=True)
    if package is None or not package.has_plugins:
        return []

    names = {family.name for family in iter_package_families(paths)}
    return [other.name for other in _latest_packages(names, paths)
            if other.name != package_name and package_name in (other.plugin_for or ())]


class ResourceSearchResult:
    """Something that a search has found.

    Attributes:
        resource: Package or variant, or name of a family.
        resource_type: "family", "package" or "variant".
        validation_error: What is wrong with the resource, if it was validated and is invalid.
    """

    def __init__(self, resource: Any, resource_type: str, validation_error: Optional[str] = None) -> None:
        self.resource = resource
        self.resource_type = resource_type
        self.validation_error = validation_error


class ResourceSearcher:
    """Searches for families, packages or variants.

    Args:
        package_paths: Package search paths, by default those of the setting `packages_path`.
        resource_type: "family", "package" or "variant". By default packages if the request says versions or matches
            a single name, families otherwise.
        no_local: Don't search local packages; ignored if there are `package_paths`.
        latest: Only the latest version of each package.
        after_time: Only packages of this time or later, in seconds since the epoch. Those that have no
            timestamp are found too.
        before_time: Only packages from before this time; see `after_time`.
        validate: Validate what is found, and put what is wrong into the results.
    """

    # Go on past definitions that can't be loaded at all, and keep the first such error. Otherwise it is raised.
    keep_going = False
    load_error: Optional[Exception] = None

    def __init__(self, package_paths: Optional[List[str]] = None, resource_type: Optional[str] = None,
                 no_local: bool = False, latest: bool = False, after_time: Optional[int] = None,
                 before_time: Optional[int] = None, validate: bool = False) -> None:
        self.package_paths = package_paths
        self.resource_type = resource_type
        self.no_local = no_local
        self.latest = latest
        self.after_time = after_time
        self.before_time = before_time
        self.validate = validate

    def iter_resources(self, resources_request: Optional[str] = None) -> Iterator[ResourceSearchResult]:
        """Iterate over the results that `search` gives.

        Args:
            resources_request: Name pattern, with or without versions, such as `maya*` or `foo-1+`; all by default.

        Raises:
            ResourceError: If a definition can't be loaded.
        """
        yield from self.search(resources_request)[1]

    def search(self, resources_request: Optional[str] = None) -> Tuple[str, List[ResourceSearchResult]]:
        """Search for resources.

        Args:
            resources_request: Name pattern, with or without versions, such as `maya*` or `foo-1+`; all by default.

        Returns:
            The type of the results, and the results in the order of name, version and variant index.

        Raises:
            ResourceError: If a definition can't be loaded.
        """
        from fnmatch import fnmatch

        paths = self.package_paths
        if paths is None and self.no_local:
            paths = config.nonlocal_packages_path

        pattern, range_ = self._parse_request(resources_request)
        families = iter_package_families(paths=paths)
        names = sorted({family.name for family in families if fnmatch(family.name, pattern)})

        resource_type = self.resource_type
        if not resource_type:
            resource_type = "package" if range_ or len(names) == 1 else "family"
        if resource_type == "family":
            return resource_type, [ResourceSearchResult(name, "family") for name in names]

        results: List[ResourceSearchResult] = []
        for name in names:
            packages = sorted(iter_packages(name, range_, paths=paths), key=lambda x: x.version)
            for package in packages[-1:] if self.latest else packages:
                results.extend(self._package_results(package, resource_type))
        return resource_type, results

    @classmethod
    def _parse_request(cls, resources_request: Optional[str]) -> Tuple[str, Optional[VersionRange]]:
        if not resources_request:
            return "*", None
        try:
            requirement = Requirement(resources_request)
        except (VersionError, PackageRequestError):
            return resources_request, None
        range_ = requirement.range_
        return requirement.name, None if range_ is None or range_.is_any() else range_

    def _package_results(self, package: Package, resource_type: str) -> List[ResourceSearchResult]:
        is_package = resource_type == "package"
        try:
            if not self._is_in_time(package):
                return []
            if self.validate:
                package.validate_data()
        except _definition_errors() as e:
            text = self._error_text(e)
            return [ResourceSearchResult(package, "package", text)] if is_package else []
        if is_package:
            return [ResourceSearchResult(package, "package")]

        results = []
        try:
            for variant in package.iter_variants():
                error_text = None
                if self.validate:
                    try:
                        variant.validate_data()
                    except ResourceContentError as e:
                        error_text = str(e)
                results.append(ResourceSearchResult(variant, "variant", error_text))
        except _definition_errors() as e:
            # The variants can't be told from each other, as `variants` itself is wrong.
            self._error_text(e)
        return results

    def _error_text(self, e: Exception) -> str:
        if not isinstance(e, ResourceContentError):
            if not self.keep_going:
                raise e
            self.load_error = self.load_error or e
        return str(e)

    def _is_in_time(self, package: Package) -> bool:
        timestamp = package.timestamp
        if not timestamp:
            return True
        if self.after_time and timestamp < self.after_time:
            return False
        return not (self.before_time and timestamp >= self.before_time)


def _definition_errors() -> Tuple[Type[Exception], ...]:
    """What reading a definition may raise. To be evaluated when something is raised only: yaml is slow to import."""
    from yaml import YAMLError
    return ResourceError, YAMLError


class ResourceSearchResultFormatter:
    """Makes text of search results.

    Args:
        output_format: Format string, with fields as in `fields`; those may be abbreviated, as in `{qual}`.
            A backslash and an `n` begin a new line. The qualified name by default.
        suppress_newlines: Show newlines inside of values as backslash and `n`.
    """

    fields = RESULT_FIELDS

    def __init__(self, output_format: Optional[str] = None, suppress_newlines: bool = False) -> None:
        self.output_format = output_format
        self.suppress_newlines = suppress_newlines

    def print_search_results(self, search_results: List[ResourceSearchResult], buf: TextIO = sys.stdout) -> None:
        """Print results, those with errors coloured.

        Args:
            search_results: Results.
            buf: Stream to print to.

        Raises:
            ValueError: If the format string is malformed.
        """
        printer = Printer(buf)
        for text, style in self.format_search_results(search_results):
            printer(text, style)

    def format_search_results(self, search_results: List[ResourceSearchResult]) -> List[Tuple[str, _Style]]:
        """Get the lines of text of results, each with the function that colours it.

        Raises:
            ValueError: If the format string is malformed.
        """
        return [line for result in search_results for line in self._format_search_result(result)]

    def _format_search_result(self, resource_search_result: ResourceSearchResult) -> List[Tuple[str, _Style]]:
        result = resource_search_result
        if result.validation_error:
            return [(result.resource.qualified_name, error), (result.validation_error, critical)]
        if result.resource_type == "family":
            return [(result.resource, info)]
        if not self.output_format:
            return [(result.resource.qualified_name, info)]

        lines: List[Tuple[str, _Style]] = []
        for template in self.output_format.split("\\n"):
            line = result.resource.format(expand_abbreviations(template, self.fields))
            lines.append((line.replace("\n", "\\n") if self.suppress_newlines else line, info))
        return lines
