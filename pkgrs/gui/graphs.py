"""Graphs of resolves, drawn by Graphviz."""
from __future__ import annotations

import os
import tempfile

from pkgrs.context.graphs import prune_graph, save_graph, write_dot
from pkgrs.gui.helpers import add_menu_action, create_pane
from pkgrs.gui.mixins import ContextViewMixin, StoreSizeMixin
from pkgrs.gui.model import ContextModel
from pkgrs.gui.qt import Qt, QtCore, QtGui, QtWidgets, execute, tell
from pkgrs.gui.settings import settings
from pkgrs.gui.tasks import start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional, Tuple

__all__ = [
    "GraphicsView", "ImageViewerDialog", "ImageViewerWidget", "ViewGraphButton", "WriteGraphDialog", "Writer",
    "graph_file_lookup", "view_graph",
]


class GraphicsView(QtWidgets.QGraphicsView):
    """A picture that the wheel magnifies and the mouse drags.

    Args:
        max_scale: How much it can be magnified.
    """

    def __init__(self, parent: Any = None, max_scale: Optional[float] = None) -> None:
        QtWidgets.QGraphicsView.__init__(self, parent)
        self.max_scale = max_scale
        self.interactive = True
        self.setDragMode(QtWidgets.QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QtWidgets.QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)

    def wheelEvent(self, event: Any) -> None:
        """Magnify, or make smaller."""
        if not self.interactive:
            return
        factor = 1.15 if event.angleDelta().y() > 0 else 1 / 1.15
        scale = self.transform().m11() * factor
        if scale > 0.05 and (self.max_scale is None or scale <= self.max_scale):
            self.scale(factor, factor)


class ImageViewerWidget(QtWidgets.QWidget):
    """Shows an image.

    Args:
        image_file: The file that it is in.
    """

    def __init__(self, image_file: str, parent: Any = None) -> None:
        QtWidgets.QWidget.__init__(self, parent)
        self.view = GraphicsView(max_scale=8)
        self.scene = QtWidgets.QGraphicsScene(self)
        self.image = self.scene.addPixmap(QtGui.QPixmap(image_file))
        self.image.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self.view.setScene(self.scene)
        self.fit = False
        create_pane([self.view], False, parent_widget=self, compact=True, compact_spacing=0)

    def resizeEvent(self, event: Any) -> None:
        """Fit the image to the new size, if it is to fit."""
        if self.fit:
            self._fit_in_view()
        QtWidgets.QWidget.resizeEvent(self, event)

    def showEvent(self, event: Any) -> None:
        """Fit the image to the window, if it is to fit."""
        QtWidgets.QWidget.showEvent(self, event)
        if self.fit:
            self._fit_in_view()

    def fit_to_window(self, enabled: bool) -> None:
        """Have all of the image visible, or have it at its size, to be magnified and dragged."""
        self.fit = enabled
        self.view.interactive = not enabled
        if enabled:
            self._fit_in_view()
        else:
            self.view.resetTransform()

    def _fit_in_view(self) -> None:
        self.view.fitInView(self.image, Qt.AspectRatioMode.KeepAspectRatio)


class ImageViewerDialog(StoreSizeMixin, QtWidgets.QDialog):
    """Shows a graph.

    Args:
        image_file: The file that its image is in.
    """

    def __init__(self, image_file: str, parent: Any = None) -> None:
        QtWidgets.QDialog.__init__(self, parent)
        StoreSizeMixin.__init__(self, settings(), "layout/window/resolve_graph")
        self.setWindowTitle("Resolve Graph")
        self.image_viewer = ImageViewerWidget(image_file)
        fit = QtWidgets.QCheckBox("Fit to window")
        close = QtWidgets.QPushButton("Close")
        create_pane([(self.image_viewer, 1), create_pane([fit, None, close], True)], False, parent_widget=self)
        fit.toggled.connect(self.image_viewer.fit_to_window)
        settings().attach(fit, "resolve/fit_graph")
        close.clicked.connect(self.close)


class Writer(QtCore.QObject):
    """Draws a graph into a file.

    Args:
        graph_str: The graph, in the dot language or in the compact form.
        filepath: The file.
        prune_to: Name of a package, to leave out what doesn't lead to it.

    Attributes:
        graph_written: Sent with the file, and with an error message that is empty if all went well.
    """

    graph_written = QtCore.Signal(str, str)

    def __init__(self, graph_str: str, filepath: str, prune_to: Optional[str] = None) -> None:
        QtCore.QObject.__init__(self)
        self.graph_str = graph_str
        self.filepath = filepath
        self.prune_to = prune_to
        self.cancelled = False

    def cancel(self) -> None:
        """Say nothing when it is drawn."""
        self.cancelled = True

    def write_graph(self) -> None:
        """Draw it."""
        problem = ""
        try:
            graph = prune_graph(self.graph_str, self.prune_to) if self.prune_to else self.graph_str
            save_graph(graph, self.filepath)
        except Exception as error:  # there are as many ways to fail as to install Graphviz
            problem = str(error) or type(error).__name__
        if not self.cancelled:
            self.graph_written.emit(self.filepath, problem)


class WriteGraphDialog(QtWidgets.QDialog):
    """Draws a graph into a file, while one can wait or cancel it.

    Args:
        graph_str: The graph.
        filepath: The file.
        prune_to: Name of a package, to leave out what doesn't lead to it.

    Attributes:
        success: Whether the file is there.
    """

    def __init__(self, graph_str: str, filepath: str, parent: Any = None, prune_to: Optional[str] = None) -> None:
        QtWidgets.QDialog.__init__(self, parent)
        self.setWindowTitle("Rendering graph...")
        self.success = False
        self.error_message = ""
        self.writer = Writer(graph_str, filepath, prune_to)
        self.bar = QtWidgets.QProgressBar()
        self.bar.setRange(0, 0)
        cancel = QtWidgets.QPushButton("Cancel")
        create_pane([self.bar, create_pane([None, cancel], True)], False, parent_widget=self)
        cancel.clicked.connect(self.reject)
        self.writer.graph_written.connect(self._written)

    def sizeHint(self) -> Any:
        """Wide enough for the title."""
        return QtCore.QSize(300, 100)

    def write_graph(self) -> bool:
        """Draw it. Returns whether the file is there."""
        QtCore.QTimer.singleShot(0, lambda: start(self.writer.write_graph))
        execute(self)
        return self.success

    def reject(self) -> None:
        """Wait no longer."""
        self.writer.cancel()
        QtWidgets.QDialog.reject(self)

    def _written(self, filepath: str, error_message: str) -> None:
        self.error_message = error_message
        self.success = not error_message
        self.accept()


# Files that graphs have been drawn to, by graph and the package that it was pruned to.
graph_file_lookup: Dict[Tuple[str, Optional[str]], str] = {}
_folder: Any = None


def view_graph(graph_str: str, parent: Any = None, prune_to: Optional[str] = None) -> None:
    """Draw a graph and show it.

    Args:
        graph_str: The graph, in the dot language or in the compact form.
        parent: The window that it is shown above.
        prune_to: Name of a package, to leave out what doesn't lead to it.
    """
    global _folder
    from pkgrs.config.config import config

    key = graph_str, prune_to
    path = graph_file_lookup.get(key, "")
    if not os.path.exists(path):
        if _folder is None:
            _folder = tempfile.TemporaryDirectory(prefix="rez-graph-")
        path = os.path.join(_folder.name, "%d.%s" % (len(graph_file_lookup), config.dot_image_format))
        dialog = WriteGraphDialog(graph_str, path, parent, prune_to=prune_to)
        if not dialog.write_graph():
            if dialog.error_message:
                tell(parent, "Failed rendering resolve graph", dialog.error_message, bad=True)
            return
        graph_file_lookup[key] = path
    execute(ImageViewerDialog(path, parent))


class ViewGraphButton(ContextViewMixin, QtWidgets.QToolButton):
    """A button that shows the graph of a resolve, or that of the dependencies.

    Args:
        context_model: The context.
    """

    def __init__(self, context_model: Optional[ContextModel] = None, parent: Any = None) -> None:
        QtWidgets.QToolButton.__init__(self, parent)
        ContextViewMixin.__init__(self, context_model)
        self.package_name: Optional[str] = None
        menu = QtWidgets.QMenu(self)
        self.action_1 = add_menu_action(menu, "View Resolve Graph...", self._view_resolve_graph, "graph")
        self.action_2 = add_menu_action(menu, "View Dependency Graph...", self._view_dependency_graph, "depends")
        self.setMenu(menu)
        self.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setDefaultAction(self.action_1)
        self.refresh()

    def set_variant(self, variant: Any = None) -> None:
        """Show what leads to this package only; all if None."""
        self.package_name = None if variant is None else variant.name

    def refresh(self) -> None:
        """Enable what there is."""
        self._contextChanged(ContextModel.CONTEXT_CHANGED)

    def _contextChanged(self, flags: int = 0) -> None:
        if flags & ContextModel.CONTEXT_CHANGED:
            context = self.context()
            self.action_1.setEnabled(context is not None and context.has_graph)
            self.action_2.setEnabled(context is not None and context.success)
            self.setEnabled(self.action_1.isEnabled() or self.action_2.isEnabled())

    def _view_resolve_graph(self) -> None:
        view_graph(self.context().graph(as_dot=True), self.window(), prune_to=self.package_name)

    def _view_dependency_graph(self) -> None:
        view_graph(write_dot(self.context().get_dependency_graph()), self.window(), prune_to=self.package_name)
