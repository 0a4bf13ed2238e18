"""Tools for lists of things: duplicates, sublists, close matches, variant indices."""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Sequence, Set, Tuple, TypeVar

    T = TypeVar("T")


__all__ = [
    "dedup", "find_last_sublist", "is_non_string_iterable", "resolve_variant_indices",
    "get_close_matches", "get_close_pkgs",
]


def is_non_string_iterable(arg: Any) -> bool:
    """Tell whether the value can be iterated over and isn't a string."""
    return not isinstance(arg, str) and hasattr(arg, "__iter__")


def dedup(seq: Iterable[T]) -> Iterator[T]:
    """Yield the distinct entries, in order of first appearance. They must be hashable."""
    seen: Set[T] = set()
    for entry in seq:
        if entry not in seen:
            seen.add(entry)
            yield entry


def find_last_sublist(list_: Sequence[Any], sublist: Sequence[Any]) -> Optional[int]:
    """Get the index at which a list holds another for the last time, or None."""
    size = len(sublist)
    for index in range(len(list_) - size, -1, -1):
        if list_[index:index + size] == sublist:
            return index
    return None


def resolve_variant_indices(variants: Iterable[int], num_variants: int) -> Tuple[Set[int], List[int]]:
    """Turn indices of variants, of which negative ones count from the end, into plain ones.

    Args:
        variants: Indices.
        num_variants: How many variants there are. If none, the indices are returned as they are.

    Returns:
        The plain indices, and those of the given ones that are out of range, sorted.
    """
    indices = list(variants)
    if num_variants == 0:
        return set(indices), []
    invalid = [index for index in indices if not -num_variants <= index < num_variants]
    return {index % num_variants for index in indices}, sorted(invalid)


def _closeness(term: str, field: str) -> float:
    # The term is lower case.
    if field == term:
        return 1.0
    field = field.lower()
    if field == term:
        return 0.99

    from difflib import SequenceMatcher
    ratio = SequenceMatcher(None, term, field).ratio()
    if field.startswith(term):
        return ratio ** 0.3
    if term in field:
        return ratio ** 0.5
    return ratio


def get_close_matches(
    term: str, fields: Iterable[Any], fuzziness: float = 0.4, key: Optional[Callable[[Any], str]] = None
) -> List[Tuple[Any, float]]:
    """Find strings that resemble another.

    Args:
        term: String to look for.
        fields: Candidates.
        fuzziness: From 0, only perfect matches, to 1, everything.
        key: Gets the string of a candidate.

    Returns:
        Candidates and their closeness, 1.0 being equal; closest first.
    """
    term = term.lower()
    found = []
    for field in fields:
        closeness = _closeness(term, key(field) if key else field)
        if closeness >= 1.0 - fuzziness:
            found.append((field, closeness))
    return sorted(found, key=lambda match: -match[1])


def get_close_pkgs(pkg: str, pkgs: Iterable[str], fuzziness: float = 0.4) -> List[Tuple[str, float]]:
    """Find packages whose name, or name and version, resembles that of another.

    Args:
        pkg: Package to look for, such as `foo-1.2`.
        pkgs: Candidates.
        fuzziness: From 0, only perfect matches, to 1, everything.

    Returns:
        Candidates and their closeness, 1.0 being equal; closest first.
    """
    candidates = list(pkgs)
    scores: Dict[str, float] = {}
    for candidate, closeness in get_close_matches(pkg, candidates, fuzziness):
        scores[candidate] = scores.get(candidate, 0.0) + closeness

    def family(package: str) -> str:
        return package.split("-")[0]

    for candidate, closeness in get_close_matches(family(pkg), candidates, fuzziness, key=family):
        scores[candidate] = scores.get(candidate, 0.0) + closeness
    return [(name, score * 0.5) for name, score in sorted(scores.items(), key=lambda match: -match[1])]
