"""Changing a request by a few patches."""
from __future__ import annotations


from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional, Sequence, Union


__all__ = ["get_patched_request"]

#: Which kinds of requests a patch takes the place of, by its first character: plain, conflict, weak.
_REPLACES = {
    "": (True, True, True),
    "!": (False, False, False),
    "~": (False, False, True),
    "^": (True, True, True),
}


def get_patched_request(requires: Sequence[Union[str, Requirement]], patchlist: Sequence[str]) -> List[Requirement]:
    """Apply patches to a request.

    A plain patch replaces the requests of the same package, a weak one (`~foo`) only weak ones, a conflict
    (`!foo`) none; `^foo` takes out the requests of foo. A patch that replaces nothing is added at the end, where
    later patches leave it alone.

    Args:
        requires: The request.
        patchlist: The patches, in order.

    Returns:
        The new request.

    Raises:
        VersionError: A request or patch has a malformed range.
    """
    result: List[Optional[Requirement]] = [
        request if isinstance(request, Requirement) else Requirement(request) for request in requires]
    added: List[Requirement] = []
    for patch in patchlist:
        sign = patch[:1] if patch[:1] in _REPLACES else ""
        name = Requirement(patch[len(sign):]).name
        places = [place for place, request in enumerate(result)
                  if request is not None and request.name == name and _REPLACES[sign][_kind(request)]]
        for place in places:
            result[place] = None
        if sign != "^":
            request = Requirement(patch)
            if places:
                result[places[0]] = request
            else:
                added.append(request)
    return [request for request in result if request is not None] + added


def _kind(request: Requirement) -> int:
    """Return the place of a request's kind in `_REPLACES`."""
    if request.conflict:
        return 2 if request.weak else 1
    return 0
