"""Tools of packages, and the processes that they run as."""
from __future__ import annotations

import subprocess
import threading

from pkgrs.gui.application import get_app
from pkgrs.gui.helpers import Table, add_menu_action, age, clickable, create_pane, get_icon, get_icon_widget, update_font
from pkgrs.gui.mixins import ContextViewMixin, StoreSizeMixin
from pkgrs.gui.model import ContextModel
from pkgrs.gui.qt import QtCore, QtWidgets, execute, tell
from pkgrs.gui.settings import settings
from pkgrs.gui.texts import StreamableTextEdit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional

__all__ = ["ContextToolsWidget", "ProcessDialog", "ToolWidget", "VariantToolsList"]


class ProcessDialog(StoreSizeMixin, QtWidgets.QDialog):
    """Shows what a process prints, until it ends.

    Args:
        process: The process, whose output and errors are pipes.
        command_string: What it runs.
    """

    def __init__(self, process: Any, command_string: str, parent: Any = None) -> None:
        QtWidgets.QDialog.__init__(self, parent)
        StoreSizeMixin.__init__(self, settings(), "layout/window/process")
        self.setWindowTitle("Running: %s" % command_string)
        self.proc = process
        self.ended = False
        self.edit = StreamableTextEdit()
        self.bar = QtWidgets.QProgressBar()
        self.bar.setRange(0, 0)
        close = QtWidgets.QPushButton("Close")
        close.clicked.connect(self.close)
        create_pane([self.bar, (self.edit, 1), create_pane([None, close], True)], False, parent_widget=self)
        streams = [stream for stream in (process.stdout, process.stderr) if stream is not None]
        self._readers = [threading.Thread(target=self._read, args=(stream,), daemon=True) for stream in streams]
        for reader in self._readers:
            reader.start()
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(100)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _read(self, stream: Any) -> None:
        for line in stream:
            text = line.decode("utf-8", "replace") if isinstance(line, bytes) else line
            try:
                self.edit.write(text)
            except RuntimeError:  # the dialog is gone; the process must still be able to write
                pass

    def _look(self) -> None:
        if self.proc.poll() is not None and not any(reader.is_alive() for reader in self._readers):
            self._timer.stop()
            self.ended = True
            self.edit.log("\nProcess ended with returncode %d\n" % self.proc.returncode)
            self.bar.setRange(0, 1)
            self.bar.setValue(1)


class ToolWidget(QtWidgets.QWidget):
    """A tool, to be run.

    Args:
        context: The context that it runs in; None if it can't be run.
        tool_name: The tool.
        process_tracker: What knows how many of it are running.

    Attributes:
        clicked: Sent when something was chosen of its menu.
    """

    clicked = QtCore.Signal()

    def __init__(self, context: Any, tool_name: str, process_tracker: Any = None, parent: Any = None) -> None:
        QtWidgets.QWidget.__init__(self, parent)
        self.context = context
        self.tool_name = tool_name
        self.process_tracker = process_tracker
        self.label = QtWidgets.QLabel(tool_name)
        self.instances_label = QtWidgets.QLabel()
        self.instances_label.setEnabled(False)
        update_font(self.instances_label, italic=True)
        create_pane([get_icon_widget("spanner"), self.label, None, self.instances_label], True, parent_widget=self, compact=True)
        if context is not None:
            clickable(self)
            self.set_instance_count(len(self.get_processes()))
            if process_tracker is not None:
                process_tracker.instanceCountChanged.connect(self._count)

    def get_processes(self) -> List[Any]:
        """Its processes, each with the time when it was started."""
        if self.process_tracker is None:
            return []
        return list(self.process_tracker.running_instances(self.context, self.tool_name))

    def set_instance_count(self, nprocs: int) -> None:
        """Show how many of it are running."""
        self.instances_label.setText("%d instances running..." % nprocs if nprocs else "")

    def _count(self, context_id: int, tool_name: str, count: int) -> None:
        if context_id == id(self.context) and tool_name == self.tool_name:
            self.set_instance_count(count)

    def mouseReleaseEvent(self, event: Any) -> None:
        """Show what can be done with it."""
        if self.context is None:
            return
        execute(self.make_menu(), self.mapToGlobal(event.pos()))
        self.clicked.emit()

    def make_menu(self) -> Any:
        """The menu of what can be done with it."""
        menu = QtWidgets.QMenu(self)
        add_menu_action(menu, "Run", self.launch, "resolve")
        add_menu_action(menu, "Run In Terminal", lambda: self.launch(terminal=True), "terminal")
        add_menu_action(menu, "Run And Monitor", lambda: self.launch(monitor=True), "find")
        if self.get_processes():
            menu.addSeparator()
            add_menu_action(menu, "Running Processes...", self._list_processes)
        menu.addSeparator()
        add_menu_action(menu, "Cancel")
        return menu

    def launch(self, terminal: bool = False, monitor: bool = False) -> None:
        """Run it.

        Args:
            terminal: Whether in a terminal of its own.
            monitor: Whether to show what it prints.
        """
        pipes: Dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} if monitor else {}
        try:
            process = get_app().execute_shell(self.context, command=self.tool_name, terminal=terminal, **pipes)
        except Exception as error:  # whatever packages' commands raise
            tell(self.window(), "Failed to run %s" % self.tool_name, str(error), bad=True)
            return
        if self.process_tracker is not None:
            self.process_tracker.add_instance(self.context, self.tool_name, process)
        if monitor:
            dialog = ProcessDialog(process, self.tool_name, parent=self.window())
            dialog.show()

    def _list_processes(self) -> None:
        lines = ["Process #%d has been running for %s" % (process.pid, age(started))
                 for process, started in sorted(self.get_processes(), key=lambda entry: -entry[1])]
        tell(self.window(), "Processes", "\n".join(lines) or "There are no running processes.")


class VariantToolsList(ContextViewMixin, Table):
    """The tools of a package; those of the context's packages can be run.

    Args:
        context_model: The context.
    """

    def __init__(self, context_model: Optional[ContextModel] = None, parent: Any = None) -> None:
        Table.__init__(self, parent=parent)
        ContextViewMixin.__init__(self, context_model)
        self.variant: Any = None

    def clear(self) -> None:
        """Show nothing."""
        self.fill(())

    def set_variant(self, variant: Any) -> None:
        """Show the tools of this one; none if None."""
        self.variant = variant
        context = self.context()
        runs_in = context if variant is not None and context is not None and variant in (context.resolved_packages or ()) else None
        tools = sorted(variant.tools or ()) if variant is not None else []
        self.fill([[ToolWidget(runs_in, tool, get_app().process_tracker)] for tool in tools])
        self.resizeRowsToContents()


class ContextToolsWidget(ContextViewMixin, QtWidgets.QTreeWidget):
    """All tools of a context, by package.

    Args:
        context_model: The context.

    Attributes:
        toolsChanged: Sent when there are others.
    """

    toolsChanged = QtCore.Signal()

    def __init__(self, context_model: Optional[ContextModel] = None, parent: Any = None) -> None:
        QtWidgets.QTreeWidget.__init__(self, parent)
        ContextViewMixin.__init__(self, context_model)
        self.setHeaderHidden(True)
        self.setSelectionMode(QtWidgets.QAbstractItemView.SelectionMode.NoSelection)
        self.tools: Dict[str, List[str]] = {}
        self.refresh()

    def num_tools(self) -> int:
        """How many tools there are."""
        return sum(map(len, self.tools.values()))

    def tool_widgets(self) -> Iterator[ToolWidget]:
        """What shows the tools."""
        for number in range(self.topLevelItemCount()):
            package = self.topLevelItem(number)
            for row in range(package.childCount()):
                yield self.itemWidget(package.child(row), 0)

    def refresh(self) -> None:
        """Find the tools anew."""
        context = self.context()
        self.clear()
        self.tools = {}
        for variant in (context.resolved_packages or () if context is not None else ()):
            if variant.tools:
                name = variant.qualified_package_name
                self.tools[name] = sorted(variant.tools)
                package = QtWidgets.QTreeWidgetItem(self, [name])
                package.setIcon(0, get_icon("package", as_qicon=True))
                for tool in self.tools[name]:
                    self.setItemWidget(QtWidgets.QTreeWidgetItem(package), 0,
                                       ToolWidget(context, tool, get_app().process_tracker))
        self.sortItems(0, QtCore.Qt.SortOrder.AscendingOrder)
        self.expandAll()
        self.toolsChanged.emit()

    def _contextChanged(self, flags: int = 0) -> None:
        if flags & ContextModel.CONTEXT_CHANGED:
            self.refresh()
