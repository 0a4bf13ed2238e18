"""When a solve gives up."""
from __future__ import annotations


TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Optional, Tuple
    from pkgrs.solver.callback import SolverCallbackReturn, SolverState


class Callback:
    """Is asked by the solver whether to go on: no longer once there were too many failures, or it took too long.

    Args:
        max_fails: Number of failed attempts that are too many; -1 for no limit.
        time_limit: Number of seconds that are too many; -1 for no limit.
        callback: Is asked as well.
        buf: Stream for messages; standard output if None.
    """

    def __init__(
        self, max_fails: int, time_limit: int,
        callback: Optional[Callable[[SolverState], Tuple[SolverCallbackReturn, str]]], buf: Any = None,
    ) -> None:
        import sys
        import time

        self.max_fails = max_fails
        self.time_limit = time_limit
        self.callback = callback
        self.start_time = time.time()
        self.buf = buf or sys.stdout

    def __bool__(self) -> bool:
        """Whether there is any limit. A subclass may have others."""
        return type(self) is not Callback or self.callback is not None or self.max_fails >= 0 or self.time_limit != -1

    def __call__(self, state: SolverState) -> Tuple[SolverCallbackReturn, str]:
        from pkgrs.solver.callback import SolverCallbackReturn

        if 0 <= self.max_fails <= state.num_fails:
            return SolverCallbackReturn.fail, "fail limit reached: aborted after %d failures" % state.num_fails
        if self.time_limit != -1 and _seconds_since(self.start_time) > self.time_limit:
            return SolverCallbackReturn.abort, "time limit exceeded"
        return self.callback(state) if self.callback else (SolverCallbackReturn.keep_going, "")


def _seconds_since(moment: float) -> float:
    import time

    return time.time() - moment


Callback.__module__ = "rez.resolved_context"
Callback.__qualname__ = "ResolvedContext.Callback"
