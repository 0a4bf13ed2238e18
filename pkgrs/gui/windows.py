"""The main window, and those in it."""
from __future__ import annotations

import os
import time
from contextlib import contextmanager

from pkgrs.gui.application import get_app
from pkgrs.gui.browse import BrowsePackagePane
from pkgrs.gui.context_manager import ContextManagerWidget
from pkgrs.gui.helpers import add_menu_action, create_pane
from pkgrs.gui.icons import get_icon
from pkgrs.gui.mixins import ContextViewMixin, StoreSizeMixin
from pkgrs.gui.model import ContextModel
from pkgrs.gui.qt import Qt, QtCore, QtGui, QtWidgets, ask, execute, tell
from pkgrs.gui.settings import settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterator, Optional

__all__ = ["AboutDialog", "BrowsePackageSubWindow", "ContextSubWindow", "MainWindow"]

_FILES = "Context files (*.rxt)"
PROJECT = "https://github.com/AcademySoftwareFoundation/rez"


class AboutDialog(QtWidgets.QDialog):
    """Says which version this is."""

    def __init__(self, parent: Any = None) -> None:
        import pkgrs
        from pkgrs.base.rez_version import _rez_version

        QtWidgets.QDialog.__init__(self, parent)
        self.setWindowTitle("About Rez")
        label = QtWidgets.QLabel("<font size='+2'><b>Rez version %s</b></font><br><br>pkgrs version %s"
                                 % (_rez_version, pkgrs.__version__))
        github = QtWidgets.QPushButton(get_icon("github_32", as_qicon=True), "Github")
        close = QtWidgets.QPushButton("Close")
        create_pane([None, create_pane([None, label, None], True), None, create_pane([None, github, close], True)], False,
                    parent_widget=self)
        github.clicked.connect(lambda *_: QtGui.QDesktopServices.openUrl(QtCore.QUrl(PROJECT)))
        close.clicked.connect(self.close)
        close.setDefault(True)

    def sizeHint(self) -> Any:
        """A little space around the text."""
        return QtCore.QSize(300, 150)


class BrowsePackageSubWindow(StoreSizeMixin, QtWidgets.QMdiSubWindow):
    """A window that looks for packages."""

    def __init__(self, parent: Any = None) -> None:
        QtWidgets.QMdiSubWindow.__init__(self, parent)
        StoreSizeMixin.__init__(self, settings(), "layout/window/package_browser")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Browse Packages")
        self.setWindowIcon(get_icon("package", as_qicon=True))
        self.setWidget(BrowsePackagePane())


class ContextSubWindow(ContextViewMixin, StoreSizeMixin, QtWidgets.QMdiSubWindow):
    """A window with a context.

    Args:
        context: The context; None for a new one.
    """

    def __init__(self, context: Any = None, parent: Any = None) -> None:
        QtWidgets.QMdiSubWindow.__init__(self, parent)
        StoreSizeMixin.__init__(self, settings(), "layout/window/context_manager")
        ContextViewMixin.__init__(self, ContextModel(context))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowIcon(get_icon("context", as_qicon=True))
        self.manager = ContextManagerWidget(self.context_model)
        self.setWidget(self.manager)
        self.manager.diffModeChanged.connect(self._contextChanged)
        self._contextChanged()

    def filepath(self) -> Optional[str]:
        """The context's file."""
        return self.context_model.filepath()

    def diff_with_file(self, filepath: str) -> None:
        """Compare the context with one in a file."""
        self.manager.diff_with_file(filepath)

    def _contextChanged(self, flags: int = 0) -> None:
        self.setWindowTitle(self.manager.get_title())

    # -- closing

    def closeEvent(self, event: Any) -> None:
        """Close, unless there are changes that are not to be lost."""
        if self.can_close():
            StoreSizeMixin.closeEvent(self, event)
        else:
            event.ignore()

    def can_close(self) -> bool:
        """Whether it may be closed; if there are changes, that is asked, and they are saved first if it is wished."""
        if not self.context_model.is_modified():
            return True
        path = self.filepath()
        name = os.path.basename(path) if path else "context"
        title = "Close %s" % name
        if self.context_model.is_stale():
            text = "There are changes of %s that are not resolved yet. They will be lost." % name
            return ask(self, title, text, "Discard") == "Discard"
        answer = ask(self, title, "Changes of %s are not saved. Save them before it is closed?" % name, "Save", "Discard")
        if answer == "Save":
            return self._save(path) if path else self._save_as()
        return answer == "Discard"

    # -- saving

    def is_save_as_able(self) -> bool:
        """Whether there is something that can be saved."""
        return not self.context_model.is_stale()

    def is_saveable(self) -> bool:
        """Whether it also has a file."""
        return self.is_save_as_able() and bool(self.filepath())

    def save_context(self) -> bool:
        """Save the context in its file. Returns whether that was done."""
        return self.is_saveable() and self._save(self.filepath() or "")

    def save_context_as(self) -> bool:
        """Ask for a file, and save the context there. Returns whether that was done."""
        return self.is_save_as_able() and self._save_as()

    def _save_as(self) -> bool:
        folder = os.path.dirname(self.filepath() or "")
        path = QtWidgets.QFileDialog.getSaveFileName(self, "Save Context", folder, _FILES)[0]
        return bool(path) and self._save(str(path))

    def _save(self, path: str) -> bool:
        try:
            with get_app().status("Saving %s..." % path):
                self.context_model.save(path)
        except OSError as error:
            tell(self, "Failed to save context", str(error), bad=True)
            return False
        return True

    # -- clipboard

    def copy_request_to_clipboard(self) -> None:
        """Copy what is asked for."""
        self._copy("request", self.context_model.request)

    def copy_resolve_to_clipboard(self) -> None:
        """Copy what it resolved to."""
        self._copy("resolve", [variant.qualified_package_name for variant in self.context().resolved_packages or ()])

    @staticmethod
    def _copy(what: str, words: Any) -> None:
        QtWidgets.QApplication.clipboard().setText(" ".join(words))
        with get_app().status("Copied %s to clipboard" % what):
            pass


class MainWindow(QtWidgets.QMainWindow):
    """The window that all others are in."""

    STATUS_TIME = 1000  # milliseconds that a text is shown at least

    def __init__(self, parent: Any = None) -> None:
        QtWidgets.QMainWindow.__init__(self, parent)
        self.setWindowTitle("Rez GUI")
        self.setWindowIcon(get_icon("context", as_qicon=True))
        self.mdi = QtWidgets.QMdiArea(self)
        self.setCentralWidget(self.mdi)
        self.statusBar().showMessage("")
        self._make_file_menu()
        edit_menu = self.menuBar().addMenu("Edit")
        copy_menu = edit_menu.addMenu("Copy To Clipboard")
        self.copy_request_action = add_menu_action(
            copy_menu, "Request", lambda: self._on_context(ContextSubWindow.copy_request_to_clipboard))
        self.copy_resolve_action = add_menu_action(
            copy_menu, "Resolve", lambda: self._on_context(ContextSubWindow.copy_resolve_to_clipboard))
        edit_menu.aboutToShow.connect(self._update_edit_menu)
        add_menu_action(self.menuBar().addMenu("Help"), "About", self.about)

    def _make_file_menu(self) -> None:
        menu = self.menuBar().addMenu("File")
        add_menu_action(menu, "Open Package Browser...", self.open_package_browser, "package")
        menu.addSeparator()
        add_menu_action(menu, "New Context", self.new_context, "context").setShortcut("Ctrl+N")
        add_menu_action(menu, "Open Context...", self._open_context).setShortcut("Ctrl+O")
        self.recent_contexts_menu = menu.addMenu("Open Recent Context")
        self.save_context_action = add_menu_action(
            menu, "Save Context", lambda: self._on_context(ContextSubWindow.save_context))
        self.save_context_action.setShortcut("Ctrl+S")
        self.save_context_as_action = add_menu_action(
            menu, "Save Context As...", lambda: self._on_context(ContextSubWindow.save_context_as))
        menu.addSeparator()
        self.quit_action = add_menu_action(menu, "Quit", self.close)
        self.quit_action.setShortcut("Ctrl+Q")
        menu.aboutToShow.connect(self._update_file_menu)
        menu.aboutToHide.connect(lambda: self.save_context_action.setEnabled(True))  # for its shortcut

    def closeEvent(self, event: Any) -> None:
        """Close all windows, unless one of them is to stay."""
        windows = sorted(self.mdi.subWindowList(), key=_is_modified, reverse=True)
        event.setAccepted(all(window.close() for window in windows))

    def cascade(self) -> None:
        """Put the windows one behind the other."""
        self.mdi.cascadeSubWindows()

    def about(self) -> None:
        """Say which version this is."""
        execute(AboutDialog(self))

    @contextmanager
    def status(self, txt: str) -> Iterator[None]:
        """Show a text while something is done, and a little longer."""
        started = time.time()
        self.statusBar().showMessage(txt)
        try:
            yield
        finally:
            left = self.STATUS_TIME - int(1000 * (time.time() - started))
            if self.statusBar().currentMessage() == txt:
                self.statusBar().showMessage(txt, max(left, 1))

    # -- opening

    def open_package_browser(self) -> Any:
        """Open a window to look for packages in. Returns it."""
        return self._add(BrowsePackageSubWindow())

    def new_context(self) -> Any:
        """Open a window with a new context. Returns it."""
        return self._add(ContextSubWindow())

    def open_context(self, filepath: str) -> Any:
        """Open a window with the context of a file. Returns it, or None if the context can't be loaded."""
        context = get_app().load_context(filepath)
        return None if context is None else self._add(ContextSubWindow(context))

    def open_context_and_diff_with_file(self, filepath1: str, filepath2: str) -> Any:
        """Open a window that compares the contexts of two files. Returns it, or None if the first can't be loaded."""
        window = self.open_context(filepath1)
        if window is not None:
            window.diff_with_file(filepath2)
        return window

    def _open_context(self) -> None:
        path = QtWidgets.QFileDialog.getOpenFileName(self, "Open Context", "", _FILES)[0]
        if path:
            self.open_context(str(path))

    def _add(self, window: Any) -> Any:
        self.mdi.addSubWindow(window)
        window.resize(window.sizeHint())
        window.show()
        return window

    # -- menus

    def _context_window(self) -> Optional[ContextSubWindow]:
        window = self.mdi.activeSubWindow()
        return window if isinstance(window, ContextSubWindow) else None

    def _on_context(self, action: Any) -> None:
        window = self._context_window()
        if window is not None:
            action(window)

    def _update_file_menu(self) -> None:
        window = self._context_window()
        self.save_context_action.setEnabled(window is not None and window.is_saveable())
        self.save_context_as_action.setEnabled(window is not None and window.is_save_as_able())
        settings().sync()
        recent = settings().get_string_list("most_recent_contexts")
        self.recent_contexts_menu.clear()
        self.recent_contexts_menu.setEnabled(bool(recent))
        for path in recent:
            add_menu_action(self.recent_contexts_menu, path, lambda path=path: self.open_context(path))

    def _update_edit_menu(self) -> None:
        window = self._context_window()
        self.copy_request_action.setEnabled(window is not None)
        self.copy_resolve_action.setEnabled(window is not None and window.context() is not None)


def _is_modified(window: Any) -> bool:
    return isinstance(window, ContextSubWindow) and window.context_model.is_modified()
