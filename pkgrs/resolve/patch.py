"""Changing a request by a few patches."""
from __future__ import annotations

from typing import List, Sequence, Union

from pkgrs.version.package_request import PackageRequest
from pkgrs.version.requirement import Requirement


def get_patched_request(requires: Sequence[Union[str, Requirement]],
                        patchlist: Sequence[str]) -> List[Union[str, Requirement]]:
    """Apply patches to a request.

    A patch replaces the requests of the same package, or is added at the end. A weak one replaces weak ones only, a
    conflict request none. `^foo` takes out every request of foo.

    Args:
        requires: The request.
        patchlist: The patches, in order.

    Returns:
        The new request.
    """
    current: List[Requirement] = [
        PackageRequest(request) if isinstance(request, str) else request for request in requires]
    for patch in patchlist:
        if patch.startswith("^"):
            current = [request for request in current if request.name != patch[1:]]
            continue
        added = PackageRequest(patch)
        replaced = _replaces(added)
        result, placed = [], False
        for request in current:
            if request.name == added.name and (request.conflict, request.weak) in replaced:
                if not placed:
                    result.append(added)
                    placed = True
            else:
                result.append(request)
        current = result if placed else result + [added]
    return list(current)


def _replaces(patch: Requirement) -> Sequence[object]:
    """The kinds, as (conflict, weak), of requests that the patch takes the place of."""
    plain, conflict, weak = (False, False), (True, False), (True, True)
    if not patch.conflict:
        return (plain, conflict, weak)
    return (weak,) if patch.weak else ()
