"""What a definition states about requirements, which is all that a solve reads of most packages."""
from __future__ import annotations

from sys import intern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple

    #: `requires`, `build_requires` and `variants`, each None if the definition has none.
    Stated = Tuple[Optional[List[str]], Optional[List[str]], Optional[List[List[str]]]]


# Written into each definition. It is raised when older releases can't read what is written.
format_version = 2


def stated_by(data: Dict[str, Any]) -> Optional[Stated]:
    """What a definition states about requirements. Texts that are equal are made one: families repeat themselves.

    Args:
        data: The definition's data.

    Returns:
        What it states; None if that isn't lists of texts, or loading the definition has more to say about it.
    """
    version = data.get("format_version", format_version)
    if type(version) is not int or version > format_version:
        return None
    found: List[Any] = []
    for key in ("requires", "build_requires", "variants"):
        value = data.get(key)
        if value is None and key not in data:
            found.append(None)
            continue
        lists = value if key == "variants" else [value]
        if type(lists) is not list:
            return None
        shared = []
        for texts in lists:
            if type(texts) is not list:
                return None
            try:
                shared.append(list(map(intern, texts)))
            except TypeError:
                return None
        found.append(shared if key == "variants" else shared[0])
    return tuple(found)  # type: ignore[return-value]
