"""Where tasks are done: on the cores of this machine, or on a Dask cluster."""
from __future__ import annotations

import atexit
import queue
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence

from parity.audit.tasks import NOT_COMPARED, Outcome, Task, perform
from parity.audit.worker import Lane, Setup
from parity.side import SideError, open_side


class ExecutorError(Exception):
    """Tasks can't be done there; the text says why."""


class Local:
    """As many lanes as there are jobs, each in a thread of its own."""

    def __init__(self, setup: Setup, jobs: int) -> None:
        self._setup = setup
        self._jobs = jobs
        self._lanes: "queue.LifoQueue[Lane]" = queue.LifoQueue()
        self._all: List[Lane] = []
        self._lock = threading.Lock()

    def run(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """The outcomes, each as soon as it is known."""
        results: "queue.Queue[Any]" = queue.Queue()

        def work(task: Task) -> None:
            try:
                results.put(self._perform(task))
            except BaseException as error:  # is raised where the outcomes are taken
                results.put(error)

        pool = ThreadPoolExecutor(self._jobs)
        futures = [pool.submit(work, task) for task in tasks]
        try:
            for _ in tasks:
                result = results.get()
                if isinstance(result, BaseException):
                    raise result
                yield result
        finally:
            for future in futures:
                future.cancel()
            pool.shutdown(wait=False)

    def close(self) -> None:
        for lane in self._all:
            lane.close()

    def _perform(self, task: Task) -> Outcome:
        try:
            lane = self._lanes.get_nowait()
        except queue.Empty:
            lane = Lane(self._setup)
            with self._lock:
                self._all.append(lane)
        try:
            return perform(task, lane)
        finally:
            self._lanes.put(lane)


class Dask:
    """The workers of a Dask cluster. They need `parity` and both interpreters, at the same paths as here.

    A task whose worker is lost is done by another; a task that is done is not done again, and its outcome comes once.

    Args:
        setup: What the lanes of the workers are made of.
        address: The scheduler's, such as "tcp://farm:8786".

    Raises:
        ExecutorError: Dask is not installed, the scheduler does not answer, or its workers can't do the tasks.
    """

    def __init__(self, setup: Setup, address: str, timeout: float = 30.0) -> None:
        try:
            import distributed
        except ImportError:
            raise ExecutorError("Dask is not installed: install pkgrs[dask]")
        self._distributed = distributed
        self._setup = replace(setup, scratch=None)
        try:
            self._client = distributed.Client(address, timeout=timeout, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ExecutorError("%s: no scheduler answers: %s" % (address, error))
        self._check(address)

    def _check(self, address: str) -> None:
        try:
            answers = self._client.run(_fitness, self._setup)
        except Exception as error:  # whatever a worker raises, such as that it has no parity
            self.close()
            raise ExecutorError("%s: a worker can't do this: %s" % (address, error))
        wrong = sorted("%s: %s" % (worker, why) for worker, why in answers.items() if why)
        if wrong or not answers:
            self.close()
            raise ExecutorError(wrong[0] if wrong else "%s: the cluster has no workers" % address)

    def run(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """The outcomes, each as soon as it is known."""
        by_key = {task.key: task for task in tasks}
        futures = [self._client.submit(_on_worker, task, self._setup, key="parity-" + key, pure=False)
                   for key, task in by_key.items()]
        try:
            for future in self._distributed.as_completed(futures, loop=self._client.loop):
                task = by_key[future.key[len("parity-"):]]
                try:
                    yield future.result()
                except Exception as error:  # several workers were lost with this task
                    why = "%s: %s" % (type(error).__name__, str(error).splitlines()[0] if str(error) else "")
                    yield Outcome(task.key, task.name, task.kind, NOT_COMPARED, same=0, errors=[why])
                future.release()
        finally:
            self._client.cancel(futures)

    def close(self) -> None:
        self._client.close()


def _fitness(setup: Setup) -> Optional[str]:
    """Why this machine can't do the tasks; None if it can."""
    for side in (setup.reference, setup.ours):
        try:
            found = open_side(side.name, str(side.python), side.path)
        except SideError as error:
            return str(error)
        if found.version != side.version:
            return "%s: %s has version %s, not %s" % (side.name, side.python, found.version, side.version)
    return None


_own = threading.local()


def _on_worker(task: Task, setup: Setup) -> Outcome:
    """Do a task in a worker of the cluster, on the lane of its thread."""
    lanes: Dict[Setup, Lane] = _own.__dict__.setdefault("lanes", {})
    if setup not in lanes:
        from distributed import get_worker
        lanes[setup] = Lane(replace(setup, scratch=Path(get_worker().local_directory)))
        atexit.register(_end, lanes[setup])
    return perform(task, lanes[setup])


def _end(lane: Lane) -> None:
    lane.close()
    shutil.rmtree(str(lane.scratch), ignore_errors=True)
