"""A widget that shows how packages are being loaded, then the packages."""
from __future__ import annotations

from pkgrs.gui.helpers import create_pane
from pkgrs.gui.qt import QtCore, QtWidgets
from pkgrs.gui.tasks import LoadPackagesThread, start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, List, Optional, Sequence

__all__ = ["PackageLoadingWidget"]


class PackageLoadingWidget(QtWidgets.QWidget):
    """Has `set_packages` called with packages when they are loaded; while that takes, a bar is shown."""

    def __init__(self, parent: Any = None) -> None:
        QtWidgets.QWidget.__init__(self, parent)
        self.stack = QtWidgets.QStackedLayout(self)
        self.bar = QtWidgets.QProgressBar()
        self.loading_widget = create_pane(
            [None, create_pane([None, QtWidgets.QLabel("Loading Packages..."), self.bar, None], True), None], False)
        self.main_widget: Any = None
        self._worker: Optional[LoadPackagesThread] = None
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(300)
        self._timer.timeout.connect(self._show_loading)
        self.stack.addWidget(self.loading_widget)

    def set_packages(self, packages: List[Any]) -> None:
        """Show packages; for subclasses."""

    def set_loader_swap_delay(self, msecs: int) -> None:
        """For how long the bar is not shown yet."""
        self._timer.setInterval(msecs)

    def set_main_widget(self, widget: Any) -> None:
        """The widget to show when nothing is being loaded."""
        self.main_widget = widget
        self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)

    def stop_loading_packages(self) -> None:
        """Forget what is being loaded."""
        self._timer.stop()
        if self._worker is not None:
            self._worker.stop()
            self._worker = None
        if self.main_widget is not None:
            self.stack.setCurrentWidget(self.main_widget)

    def load_packages(self, package_paths: List[str], package_name: str, range_: Any = None,
                      package_attributes: Optional[Sequence[str]] = None,
                      callback: Optional[Callable[[Any], bool]] = None) -> None:
        """Load the versions of a package. See `LoadPackagesThread`."""
        self.stop_loading_packages()
        worker = LoadPackagesThread(package_paths, package_name, range_, package_attributes, callback)
        worker.progress.connect(self._progress)
        worker.finished.connect(self._loaded)
        self._worker = worker
        self.bar.setRange(0, 0)
        self._timer.start()
        start(worker.run)

    def _show_loading(self) -> None:
        if self._worker is not None:
            self.stack.setCurrentWidget(self.loading_widget)

    def _progress(self, value: int, total: int) -> None:
        if self.sender() is self._worker:
            self.bar.setRange(0, total)
            self.bar.setValue(value)

    def _loaded(self, packages: List[Any]) -> None:
        if self.sender() is self._worker:
            self.stop_loading_packages()
            self.set_packages(packages)
