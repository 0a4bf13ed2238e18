"""Requests and contexts made from a context's request and packages."""
from __future__ import annotations


from pkgrs.errors import PackageNotFoundError
from pkgrs.package.find import get_variant
from pkgrs.version.package_request import PackageRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Set, Tuple, TypeVar, Union

    ContextT = TypeVar("ContextT", bound=Any)
    Request = Union[str, PackageRequest]


def patched_request(
    context: Any, package_requests: Optional[List[Request]], package_subtractions: Optional[List[str]],
    strict: bool, rank: int,
) -> List[Any]:
    """See `ResolvedContext.get_patched_request`."""
    removed = set(package_subtractions or ())
    added: List[PackageRequest] = []
    for request in package_requests or ():
        if isinstance(request, str) and request.startswith("^"):
            removed.add(request[1:])
        else:
            added.append(PackageRequest(request) if isinstance(request, str) else request)

    if strict:
        original = [PackageRequest(v.qualified_package_name) for v in context.resolved_packages]
    else:
        original = context.requested_packages()

    patched: List[Any] = [request for request in original if request.name not in removed]
    # Of several requests for a package it is the last one that can be replaced, and only once.
    replaceable: Dict[str, int] = {request.name: index for index, request in enumerate(patched)}
    for request in added:
        index = replaceable.get(request.name)
        if index is not None and _kind(patched[index]) == _kind(request):
            patched[index] = request
            del replaceable[request.name]
        else:
            patched.append(request)

    if rank > 1 and not strict:
        names = {request.name for request in added if not request.conflict}
        patched.extend(_rank_requests(context.resolved_packages or (), names, rank))
    return patched


def _kind(request: PackageRequest) -> Tuple[bool, bool]:
    return request.conflict, request.weak


def _rank_requests(variants: Any, names: Set[str], rank: int) -> List[str]:
    """Weak requests that let the versions of the other packages only move behind the part of that rank."""
    return [
        "~%s<%s" % (variant.name, variant.version.trim(rank - 1).next())
        for variant in variants if len(variant.version) >= rank and variant.name not in names
    ]


def retargeted(
    context: ContextT, package_paths: List[str], package_names: Optional[List[str]], skip_missing: bool
) -> ContextT:
    """See `ResolvedContext.retargeted`."""
    result = context.copy()
    result.load_path = None
    result.package_paths = package_paths
    if context.resolved_packages is None:
        return result

    variants = []
    for variant in context.resolved_packages:
        handle = variant.handle
        if package_names is None or variant.name in package_names:
            found = _equivalent(variant, package_paths)
            if found is not None:
                handle = found.handle
            elif not skip_missing:
                raise PackageNotFoundError(
                    "The equivalent variant in package %s could not be found in any of %r"
                    % (variant.parent, package_paths))
        variants.append(get_variant(handle, context=result))
    result._resolved_packages = variants
    return result


def _equivalent(variant: Any, package_paths: List[str]) -> Optional[Any]:
    """The variant of the same package that has the same requirements, in the first repository that has one."""
    from pkgrs.repository.manager import package_repository_manager

    for path in package_paths:
        resource = package_repository_manager.get_repository(path).get_equivalent_variant(variant.resource)
        if resource is not None:
            return resource
    return None
