"""What a resolve gives, for type checkers and those who ask for it by name."""
from __future__ import annotations

from typing import Any, List, Optional, TypedDict

from pkgrs.resolve.resolver import ResolverStatus
from pkgrs.version.requirement import Requirement


class SolverDict(TypedDict):
    """The outcome of a solve."""

    status: ResolverStatus
    graph: Any
    solve_time: float
    load_time: float
    failure_description: Optional[str]
    variant_handles: Optional[List[Any]]
    ephemerals: Optional[List[Requirement]]
