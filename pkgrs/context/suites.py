"""Suites that can be seen from here."""
from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import List, Optional


def visible_suite_paths(paths: Optional[List[str]] = None) -> List[str]:
    """Get the folders of the suites whose tools are on a search path.

    Args:
        paths: The search path; PATH if None.
    """
    if paths is None:
        paths = os.environ.get("PATH", "").split(os.pathsep)
    suites = []
    for path in paths:
        if path and os.path.isdir(path):
            folder = os.path.dirname(path)
            if os.path.isfile(os.path.join(folder, "suite.yaml")):
                suites.append(folder)
    return suites
