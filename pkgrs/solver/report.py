"""Progress of a solve, as text."""
from __future__ import annotations

import sys

from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def short_request(request: Requirement) -> str:
    """Return a request as text; a long list of exact versions becomes a span and a count."""
    if not request.conflict and request.range is not None:
        versions = request.range.to_versions()
        if versions and len(versions) == len(request.range) and len(versions) > 1:
            return "%s-%s(%d)" % (request.name, request.range.span(), len(versions))
    return str(request)


class Reporter:
    """Writes what happens in a solve. The reporter is false if it writes nothing.

    Args:
        verbosity: 0 for nothing, 1 and 2 for a line per step, 3 for everything.
        buf: Where to write to, standard output if None.
        suppress_passive: Leave out tests that have no effect.
    """

    def __init__(self, verbosity: int, buf: Any = None, suppress_passive: bool = False) -> None:
        self.verbosity = verbosity
        self.buf = buf or sys.stdout
        self.suppress_passive = suppress_passive
        self.pending_br = False
        self.pending_sub: Optional[str] = None
        self.last_pr = True

    def __bool__(self) -> bool:
        return self.verbosity > 0

    def __call__(self, text: str = "", *args: Any) -> None:
        """Write a line of detail."""
        self.line(text, *args)

    pr = __call__

    def header(self, text: str, *args: Any) -> None:
        """Write a line that stands out."""
        if not self.verbosity:
            return
        if self.verbosity > 2:
            self.write("")
            self.write("-" * 80)
        self.write(text, *args)
        if self.verbosity > 2:
            self.write("-" * 80)

    def subheader(self, text: str) -> None:
        """Write the name of an operation, as soon as the operation has something to say."""
        if self.verbosity > 2:
            self.pending_sub = text

    def line(self, text: str, *args: Any) -> None:
        """Write a line of detail."""
        if self.verbosity > 2:
            if self.pending_sub:
                self.write("")
                self.write(self.pending_sub)
                self.pending_sub = None
            elif self.pending_br:
                self.write("")
            self.write(text, *args)
            self.pending_br = False

    def passive(self, text: str, *args: Any) -> None:
        """Write a line about a test that may have no effect."""
        if self.verbosity > 2 and not self.suppress_passive:
            self.line(text, *args)

    def br(self) -> None:
        """Have an empty line before the next one."""
        self.pending_br = True

    def write(self, text: str = "", *args: Any) -> None:
        """Write a line whatever the verbosity."""
        print(text % args if args else text, file=self.buf)

    # -- events

    def narrowed(self, scope: Any, result: Any, range_: Any) -> None:
        """A scope was intersected with a range, with effect."""
        if self.verbosity > 2:
            if result is None:
                left = "conflict" if scope.is_ephemeral else "no packages"
                self.line("%s intersected with range '%s' resulted in %s", scope, range_(), left)
            else:
                self.line("%s was intersected to %s by range '%s'", scope, result, range_())

    def reduced(self, scope: Any, result: Any, other: Any, reductions: List[Any]) -> None:
        """A scope was reduced by another, with effect."""
        if self.verbosity > 2:
            for reduction in reductions:
                self.line("removed %s", reduction)
            request = short_request(other.request)
            if result is None:
                self.line("%s was reduced to nothing by %s", scope, request)
            else:
                self.line("%s was reduced to %s by %s", scope, result, request)
            self.br()
