"""Processes with a limit of time."""
from __future__ import annotations

import os
import signal
import subprocess
from typing import Any, Callable, Dict, List, Optional

Finish = Callable[[List[str], str, Dict[str, str], str, float], "subprocess.CompletedProcess[str]"]


def finish(argv: List[str], given: str, env: Dict[str, str], folder: str, limit: float) -> "subprocess.CompletedProcess[str]":
    """What a process gives that reads `given`.

    It has a session of its own: what it has started ends with it when the time is over. Else a grandchild that holds
    the pipes would be waited for.

    Args:
        limit: In seconds.

    Raises:
        OSError: It can't be started.
        subprocess.TimeoutExpired: It did not end in time; it has been killed.
    """
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env,
                          cwd=folder, universal_newlines=True, start_new_session=True) as process:
        try:
            out, err = process.communicate(given, timeout=limit)
        except BaseException:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.kill()
            raise
        return subprocess.CompletedProcess(argv, process.returncode, out, err)


def late(error: subprocess.TimeoutExpired) -> Dict[str, Any]:
    """The result of a step that did not end in time."""
    return {"error": "TimeoutExpired", "message": "did not end within %d s" % error.timeout}


def overdue(results: List[Any]) -> Optional[str]:
    """Of a scenario's results: which step was `late`, in words; None if none was."""
    for number, result in enumerate(results):
        if isinstance(result, dict) and result.get("error") == "TimeoutExpired":
            return "step %d %s" % (number + 1, result.get("message"))
    return None
