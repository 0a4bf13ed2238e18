"""Work that takes a while, done by threads, so that the windows stay alive."""
from __future__ import annotations

import threading
import time

from pkgrs.config.config import config
from pkgrs.errors import RezError
from pkgrs.gui.qt import QtCore
from pkgrs.package.find import iter_packages
from pkgrs.solver.callback import SolverCallbackReturn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

    from pkgrs.gui.model import ContextModel

__all__ = ["LoadPackagesThread", "ProcessTrackerThread", "ResolveThread", "Task", "start"]


class _Starter(QtCore.QObject):
    """Starts threads, and keeps what they run until they are done.

    Qt's objects must end in the thread that they were made in, so the last that holds one must not be another thread.
    """

    _done = QtCore.Signal(object)

    def __init__(self) -> None:
        QtCore.QObject.__init__(self)
        self._running: List[Any] = []
        self._done.connect(self._release)

    def start(self, run: Callable[[], Any]) -> None:
        self._running.append(run)

        def target() -> None:
            try:
                run()
            finally:
                self._done.emit(run)

        threading.Thread(target=target, daemon=True).start()

    def _release(self, run: Any) -> None:
        self._running.remove(run)


_starter: List[_Starter] = []


def start(run: Callable[[], Any]) -> None:
    """Call a function in another thread; here, if the setting `gui_threads` is off."""
    if not config.gui_threads:
        run()
        return
    if not _starter:
        _starter.append(_Starter())
    _starter[0].start(run)


class Task(QtCore.QObject):
    """Calls a function elsewhere.

    Args:
        function: The function. It must not touch widgets.
        then: Called with the result, in this thread; not at all if the task was dropped, or the function failed.

    Attributes:
        dropped: Set this when nobody waits for the result any more.
    """

    _done = QtCore.Signal(object)

    def __init__(self, function: Callable[[], Any], then: Callable[[Any], Any]) -> None:
        QtCore.QObject.__init__(self)
        self.dropped = False
        self._function = function
        self._then = then
        self._done.connect(self._finish)

    def start(self) -> Task:
        """Start; returns itself, as somebody has to keep it until it is done."""
        start(self._run)
        return self

    def _run(self) -> None:
        try:
            result = self._function()
        except Exception as error:  # what breaks while packages are read must not end the program
            result = error
        try:
            self._done.emit(result)
        except RuntimeError:  # the program has ended meanwhile
            pass

    def _finish(self, result: Any) -> None:
        if self.dropped or isinstance(result, Exception):
            return
        try:
            self._then(result)
        except RuntimeError as error:  # what waited for it is gone
            if "deleted" not in str(error):
                raise


class LoadPackagesThread(QtCore.QObject):
    """Loads the versions of a package, the latest first.

    Args:
        package_paths: Repositories.
        package_name: Name of the package.
        range_: Range of versions.
        package_attributes: What of each package is read.
        callback: Called with each package; says whether to go on.

    Attributes:
        progress: Sent with the number of packages that are read, and of all.
        finished: Sent with the packages.
    """

    progress = QtCore.Signal(int, int)
    finished = QtCore.Signal(object)

    def __init__(self, package_paths: List[str], package_name: str, range_: Any = None,
                 package_attributes: Optional[Sequence[str]] = None,
                 callback: Optional[Callable[[Any], bool]] = None) -> None:
        QtCore.QObject.__init__(self)
        self.package_paths = package_paths
        self.package_name = package_name
        self.range_ = range_
        self.package_attributes = package_attributes or ()
        self.callback = callback
        self.stopped = False

    def stop(self) -> None:
        """Load no more, and say nothing."""
        self.stopped = True

    def run(self) -> None:
        """Load them."""
        found = iter_packages(self.package_name, range_=self.range_, paths=self.package_paths)
        try:
            packages = sorted(found, key=lambda package: package.version, reverse=True)
        except RezError:
            packages = []
        for number, package in enumerate(packages):
            if self.stopped:
                return
            self.progress.emit(number, len(packages))
            if self.callback is not None and not self._asks_for_more(package):
                break
            for name in self.package_attributes:
                try:
                    getattr(package, name)
                except RezError:  # told where it is shown
                    pass
        if not self.stopped:
            self.progress.emit(len(packages), len(packages))
            self.finished.emit(packages)

    def _asks_for_more(self, package: Any) -> bool:
        assert self.callback is not None
        try:
            return bool(self.callback(package))
        except RezError:
            return True


class ResolveThread(QtCore.QObject):
    """Resolves a context.

    The model takes the result over in its own thread, before `finished` arrives there.

    Args:
        context_model: What is resolved.
        verbosity: How much is told: 0 to 3.
        max_fails: Number of failed attempts after which to give up; -1 for no limit.
        timestamp: Only packages released by then are looked at.
        show_package_loads: Whether to tell which packages are read.
        buf: Stream that it is told to.
    """

    finished = QtCore.Signal()
    _solved = QtCore.Signal(object)

    def __init__(self, context_model: ContextModel, verbosity: int = 0, max_fails: int = -1,
                 timestamp: Optional[int] = None, show_package_loads: bool = True, buf: Any = None) -> None:
        QtCore.QObject.__init__(self)
        self.context_model = context_model
        self.verbosity = verbosity
        self.max_fails = max_fails
        self.timestamp = timestamp
        self.show_package_loads = show_package_loads
        self.buf = buf
        self.context: Any = None
        self.error_message: Optional[str] = None
        self.abort_reason: Optional[str] = None
        self.stopped = False
        self._solved.connect(context_model.accept)

    def success(self) -> bool:
        """Whether it succeeded."""
        return self.context is not None and self.context.success

    def stop(self) -> None:
        """Give up, at the solver's next step."""
        self.stopped = True
        self.abort_reason = "Cancelled by user."

    def run(self) -> None:
        """Resolve it."""
        try:
            context = self.context_model.solve(
                verbosity=self.verbosity, max_fails=self.max_fails, timestamp=self.timestamp, buf=self.buf,
                callback=self._step, package_load_callback=self._load if self.show_package_loads else None)
        except RezError as error:
            self.error_message = str(error)
        except Exception as error:  # a package's code may raise anything; the dialog must hear of the end
            self.error_message = "%s: %s" % (type(error).__name__, error)
        else:
            if self.stopped and context.success:  # it was found between the solver's last step and now
                self.error_message = self.abort_reason
            else:
                self.context = context
                self._solved.emit(context)
        self.finished.emit()

    def _step(self, state: Any) -> Tuple[SolverCallbackReturn, str]:
        if self.stopped:
            return SolverCallbackReturn.abort, self.abort_reason or ""
        if self.verbosity == 0:
            self._tell("solve step %d..." % state.num_solves)
        return SolverCallbackReturn.keep_going, ""

    def _load(self, package: Any) -> None:
        self._tell("loading %s..." % package)

    def _tell(self, text: str) -> None:
        if self.buf is not None:
            self.buf.write(text + "\n")


class ProcessTrackerThread(QtCore.QObject):
    """Knows which tools of which contexts are running.

    It looks after them now and then, from the main thread, as that takes no time.

    Attributes:
        instanceCountChanged: Sent with the context's identity, the tool, and how many of it are running.
    """

    instanceCountChanged = QtCore.Signal(object, str, int)
    INTERVAL = 500  # milliseconds

    def __init__(self, parent: Any = None) -> None:
        QtCore.QObject.__init__(self, parent)
        self._running: Dict[Tuple[int, str], List[Tuple[Any, int]]] = {}
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(self.INTERVAL)
        self._timer.timeout.connect(self.run)

    def running_instances(self, context: Any, process_name: str) -> List[Tuple[Any, int]]:
        """The tool's processes, each with the time when it was started."""
        return list(self._running.get((id(context), process_name), ()))

    def add_instance(self, context: Any, process_name: str, process: Any) -> None:
        """Look after a process."""
        key = id(context), process_name
        entries = self._running.setdefault(key, [])
        entries.append((process, int(time.time())))
        self.instanceCountChanged.emit(*key, len(entries))
        self._timer.start()

    def run(self) -> None:
        """See which have ended."""
        for key, entries in list(self._running.items()):
            alive = [entry for entry in entries if entry[0].poll() is None]
            if len(alive) < len(entries):
                self._running[key] = alive
                self.instanceCountChanged.emit(*key, len(alive))
            if not alive:
                del self._running[key]
        if not self._running:
            self._timer.stop()
