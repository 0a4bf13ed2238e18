"""Resolving a context, while one watches."""
from __future__ import annotations

from io import StringIO

from pkgrs.gui.graphs import view_graph
from pkgrs.gui.helpers import create_pane
from pkgrs.gui.mixins import StoreSizeMixin
from pkgrs.gui.model import ContextModel
from pkgrs.gui.qt import QtCore, QtWidgets, execute, tell
from pkgrs.gui.settings import settings
from pkgrs.gui.tasks import ResolveThread, start
from pkgrs.gui.texts import StreamableTextEdit
from pkgrs.gui.times import TimestampWidget
from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional

__all__ = ["ResolveDialog"]

_NO_LIMIT = "-"


class _Options(QtWidgets.QGroupBox):
    """How to resolve."""

    def __init__(self, context_model: ContextModel) -> None:
        QtWidgets.QGroupBox.__init__(self, "resolve settings")
        self.timestamp = TimestampWidget(context_model)
        self.max_fails = QtWidgets.QComboBox()
        self.max_fails.setEditable(True)
        self.max_fails.addItems([_NO_LIMIT, "1", "2", "3"])
        self.verbosity = QtWidgets.QComboBox()
        self.verbosity.addItems(["0", "1", "2"])
        self.show_loads = QtWidgets.QCheckBox("show package loads")
        for widget, key in ((self.max_fails, "max_fails"), (self.verbosity, "verbosity"), (self.show_loads, "show_package_loads")):
            settings().attach(widget, "resolve/" + key)
        if self.max_fails.currentText() == "None":  # it has never been set
            self.max_fails.setCurrentIndex(0)
        form = QtWidgets.QFormLayout()
        form.addRow("maximum fails:", self.max_fails)
        form.addRow("verbosity:", self.verbosity)
        form.addRow(self.show_loads)
        layout = QtWidgets.QHBoxLayout(self)
        layout.addWidget(create_pane([self.timestamp, None], False, compact=True))
        layout.addLayout(form)
        context = context_model.context()
        if context is not None and context.requested_timestamp:
            self.timestamp.set_time(int(context.requested_timestamp))

    def get_max_fails(self) -> Optional[int]:
        """The number of failed attempts; -1 for no limit, None if what stands there is no number."""
        text = self.max_fails.currentText().strip()
        if text == _NO_LIMIT:
            return -1
        return int(text) if text.isdigit() else None


class ResolveDialog(StoreSizeMixin, QtWidgets.QDialog):
    """Resolves a context and shows how that goes.

    Args:
        context_model: The context. It takes the result over, if that succeeds.
        parent: The window that it is shown above.
        advanced: Whether to ask how to resolve, first.
    """

    def __init__(self, context_model: ContextModel, parent: Any = None, advanced: bool = False) -> None:
        QtWidgets.QDialog.__init__(self, parent)
        StoreSizeMixin.__init__(self, settings(), "layout/window/advanced_resolve" if advanced else "layout/window/resolve")
        self.context_model = context_model
        self.advanced = advanced
        self.resolver: Optional[ResolveThread] = None
        self.running = False
        self.bar = QtWidgets.QProgressBar()
        self.edit = StreamableTextEdit()
        self.edit.setLineWrapMode(QtWidgets.QTextEdit.LineWrapMode.WidgetWidth)
        self.options = _Options(context_model) if advanced else None
        self.save_context_btn = self._button("Save Context As...", self._save_context)
        self.graph_btn = self._button("View Graph...", self._view_graph)
        self.start_again_btn = self._button("Start Again", self._reset)
        self.ok_btn = self._button("Ok", self.close)
        self.cancel_btn = self._button("Cancel", self._cancel)
        self.resolve_btn = self._button("Resolve", self._start)
        buttons = create_pane([None, self.save_context_btn, self.graph_btn, self.start_again_btn, self.ok_btn,
                               self.cancel_btn, self.resolve_btn], not advanced)
        bottom = create_pane([self.options, None, buttons], True) if advanced else buttons
        create_pane([self.bar, (self.edit, 1), bottom], False, parent_widget=self)

    @staticmethod
    def _button(text: str, slot: Any) -> Any:
        button = QtWidgets.QPushButton(text)
        button.clicked.connect(lambda *_: slot())
        return button

    def resolve(self) -> bool:
        """Show the dialog, until it is closed. Returns whether the resolve succeeded."""
        for text in self.context_model.request:
            try:
                Requirement(text)
            except Exception as error:
                tell(self.parentWidget(), "Invalid package request - %r" % text, str(error), bad=True)
                return False
        self._reset()
        if not self.advanced:
            QtCore.QTimer.singleShot(0, self._start)
        execute(self)
        return self.resolver is not None and self.resolver.success()

    def get_context(self) -> Any:
        """What was resolved, or failed to; None if nothing was."""
        return None if self.resolver is None else self.resolver.context

    def reject(self) -> None:
        """Close it, or if a resolve is running, end that."""
        if self.running:
            self._cancel()
        else:
            QtWidgets.QDialog.reject(self)

    def closeEvent(self, event: Any) -> None:
        """Close it, or if a resolve is running, end that."""
        if self.running:
            self._cancel()
            event.ignore()
        else:
            StoreSizeMixin.closeEvent(self, event)

    def _show_state(self, title: str, busy: bool, done: bool) -> None:
        self.setWindowTitle(title)
        context = self.get_context() if done else None
        self.cancel_btn.setText("Cancel")
        for button, visible in (
                (self.save_context_btn, context is not None), (self.graph_btn, context is not None and context.has_graph),
                (self.start_again_btn, done and self.advanced), (self.ok_btn, done),
                (self.cancel_btn, busy), (self.resolve_btn, self.advanced and not busy and not done)):
            button.setVisible(visible)
            button.setEnabled(True)
        if self.options is not None:
            self.options.setEnabled(not busy and not done)
        self.bar.setRange(0, 0 if busy else 1)
        self.bar.setValue(int(done))

    def _reset(self) -> None:
        self._show_state("Resolve", busy=False, done=False)
        self.edit.clear()
        self.edit.log("Resolving: %s...\n" % " ".join(self.context_model.request))

    def _start(self) -> None:
        options = {"verbosity": 0, "max_fails": -1, "timestamp": None, "show_package_loads": True}
        if self.options is not None:
            max_fails = self.options.get_max_fails()
            if max_fails is None:
                tell(self, "Invalid max fails value", "Must be a positive integer.", bad=True)
                self.options.max_fails.setCurrentIndex(0)
                return
            options = {"verbosity": int(self.options.verbosity.currentText()), "max_fails": max_fails,
                       "timestamp": self.options.timestamp.timestamp(), "show_package_loads": self.options.show_loads.isChecked()}
        self._show_state("Resolving...", busy=True, done=False)
        self.running = True
        self.resolver = ResolveThread(self.context_model, buf=self.edit, **options)  # type: ignore[arg-type]
        self.resolver.finished.connect(self._finish)
        start(self.resolver.run)

    def _cancel(self) -> None:
        if self.running:
            assert self.resolver is not None
            self.cancel_btn.setText("Cancelling...")
            self.cancel_btn.setEnabled(False)
            self.resolver.stop()

    def _finish(self) -> None:
        assert self.resolver is not None
        self.running = False
        self._show_state("Resolve", busy=False, done=True)
        context = self.resolver.context
        if context is None or not context.success:
            reason = self.resolver.error_message if context is None else context.failure_description
            self.edit.log("\nTHE RESOLVE FAILED" + (":\n%s" % reason if reason else ""), "red")
        elif self.advanced:
            buf = StringIO()
            context.print_info(buf=buf)
            self.edit.log("\nTHE RESOLVE SUCCEEDED:\n\n%s" % buf.getvalue(), "green")
        else:
            self.close()

    def _save_context(self) -> None:
        path = QtWidgets.QFileDialog.getSaveFileName(self, "Save Context", "", "Context files (*.rxt)")[0]
        if path:
            try:
                self.get_context().save(str(path))
            except OSError as error:
                tell(self, "Failed to save context", str(error), bad=True)
            else:
                self.edit.log("\nSaved context to: %s" % path)

    def _view_graph(self) -> None:
        view_graph(self.get_context().graph(as_dot=True), self)
