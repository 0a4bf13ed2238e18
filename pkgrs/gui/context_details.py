"""What a context is, and the code and environment that it makes."""
from __future__ import annotations

from io import StringIO

from pkgrs.gui.environment import ContextEnvironWidget
from pkgrs.gui.graphs import ViewGraphButton
from pkgrs.gui.helpers import age, create_pane
from pkgrs.gui.mixins import ContextViewMixin
from pkgrs.gui.model import ContextModel
from pkgrs.gui.qt import QtWidgets
from pkgrs.gui.tasks import Task
from pkgrs.gui.texts import SearchableTextEdit, StreamableTextEdit
from pkgrs.platform.system import system

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional

__all__ = ["ContextDetailsWidget", "ContextResolveTimeLabel"]

_DICTIONARY = "python dict"


class ContextDetailsWidget(ContextViewMixin, QtWidgets.QTabWidget):
    """An overview of a resolve, code for shells, and the environment; each is made when it is looked at.

    Args:
        context_model: The context.
    """

    def __init__(self, context_model: Optional[ContextModel] = None, parent: Any = None) -> None:
        from pkgrs.shell.base import get_shell_types

        QtWidgets.QTabWidget.__init__(self, parent)
        ContextViewMixin.__init__(self, context_model)
        self.overview_edit = StreamableTextEdit()
        self.code_edit = SearchableTextEdit()
        self.graph_btn = ViewGraphButton(self.context_model)
        self.code_combo = QtWidgets.QComboBox()
        others = set(get_shell_types()) - {system.shell, "sh", "csh"}  # these are bash and tcsh, as far as code goes
        self.code_combo.addItems([system.shell, *sorted(others), _DICTIONARY])
        self.environ_widget = ContextEnvironWidget()
        self.addTab(create_pane([(self.overview_edit, 1), create_pane([None, self.graph_btn], True)], False), "overview")
        choice = create_pane([None, QtWidgets.QLabel("Format:"), self.code_combo], True)
        self.addTab(create_pane([(self.code_edit, 1), choice], False), "shell code")
        self.addTab(self.environ_widget, "environment")
        self._pending = {0, 1, 2}
        self._task: Optional[Task] = None
        self.code_combo.currentIndexChanged.connect(self._write_code)
        self.currentChanged.connect(self._fill)
        self.refresh()

    def refresh(self) -> None:
        """Show the context anew."""
        self._pending = {0, 1, 2}
        self.setEnabled(self.context() is not None)
        self._fill()

    def search(self) -> None:
        """Search in the text that is shown."""
        texts = {0: self.overview_edit, 1: self.code_edit}
        if self.currentIndex() in texts:
            texts[self.currentIndex()].search()

    def showEvent(self, event: Any) -> None:
        """Make what is looked at."""
        QtWidgets.QTabWidget.showEvent(self, event)
        self._fill()

    def _contextChanged(self, flags: int = 0) -> None:
        if flags & (ContextModel.CONTEXT_CHANGED | ContextModel.LOADPATH_CHANGED):
            self.refresh()

    def _fill(self, *_: Any) -> None:
        index = self.currentIndex()
        if not self.isVisible() or index not in self._pending:
            return
        self._pending.remove(index)
        if index == 0:
            self._write_overview()
        elif index == 1:
            self._write_code()
        else:
            self.environ_widget.set_context(self.context())

    def _write_overview(self) -> None:
        buf = StringIO()
        if self.context() is not None:
            self.context().print_info(buf=buf, verbosity=1)
        self.overview_edit.setPlainText(buf.getvalue())

    def _write_code(self, *_: Any) -> None:
        context, shell = self.context(), self.code_combo.currentText()
        if self._task is not None:
            self._task.dropped = True
        self.code_edit.clear()
        if context is None or not context.success:
            return

        def make() -> str:
            from pprint import pformat
            return pformat(context.get_environ()) if shell == _DICTIONARY else context.get_shell_code(shell=shell)

        self._task = Task(make, self.code_edit.setPlainText).start()


class ContextResolveTimeLabel(ContextViewMixin, QtWidgets.QLabel):
    """Says how long ago a context was resolved.

    Args:
        context_model: The context.
    """

    INTERVAL = 60000  # milliseconds

    def __init__(self, context_model: Optional[ContextModel] = None, parent: Any = None) -> None:
        from pkgrs.gui.qt import QtCore

        QtWidgets.QLabel.__init__(self, parent)
        ContextViewMixin.__init__(self, context_model)
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(self.INTERVAL)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self.refresh()

    def refresh(self) -> None:
        """Say it anew."""
        context = self.context()
        if context is None:
            self.clear()
            return
        import time
        recent = time.time() - context.created < 60
        self.setText("resolved %s ago" % ("moments" if recent else age(context.created)))

    def _contextChanged(self, flags: int = 0) -> None:
        if flags & ContextModel.CONTEXT_CHANGED:
            self.refresh()
