"""Requests for packages, as they are typed."""
from __future__ import annotations

from pkgrs.gui.chooser import choose_package
from pkgrs.gui.helpers import IconButton, create_pane, update_font
from pkgrs.gui.icons import get_icon_widget
from pkgrs.gui.mixins import ContextViewMixin
from pkgrs.gui.model import ContextModel
from pkgrs.gui.qt import Qt, QtCore, QtWidgets
from pkgrs.gui.tasks import Task
from pkgrs.package.find import get_completions, iter_packages
from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional, Tuple

__all__ = ["EffectivePackageCellWidget", "PackageLineEdit", "PackageSelectWidget"]

_BORDER = "QLineEdit { border: 2px solid %s; }"


class PackageLineEdit(ContextViewMixin, QtWidgets.QLineEdit):
    """A line for a request. It completes names and versions, and marks requests that can't be met.

    Args:
        context_model: The context, in whose repositories packages are looked for.
        family_only: Whether just a name is wanted.
        read_only: Whether it can't be changed.

    Attributes:
        focusOutViaKeyPress: Sent with the text when it is left by tab or return.
        focusOut: Sent with the text when it is left.
        focusIn: Sent when it is entered.
    """

    focusOutViaKeyPress = QtCore.Signal(str)
    focusOut = QtCore.Signal(str)
    focusIn = QtCore.Signal()

    def __init__(self, context_model: Optional[ContextModel] = None, parent: Any = None, family_only: bool = False,
                 read_only: bool = False) -> None:
        QtWidgets.QLineEdit.__init__(self, parent)
        ContextViewMixin.__init__(self, context_model)
        self.family_only = family_only
        self.read_only = read_only
        self.default_style = ""
        self._look: Any = None
        self._search: Any = None
        self.setReadOnly(read_only)
        if not read_only:
            self.setPlaceholderText("enter package")
        self.completions = QtCore.QStringListModel(self)
        self.words = QtWidgets.QCompleter(self.completions, self)
        self.words.setCompletionMode(QtWidgets.QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(self.words)
        self.textEdited.connect(self._complete)
        self.textChanged.connect(self._update_font)
        self._update_font()

    def event(self, event: Any) -> bool:
        """Leave the line by tab or return."""
        if event.type() == QtCore.QEvent.Type.KeyPress and event.key() in (
                Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.update_status()
            self.focusOutViaKeyPress.emit(self.text())
            return True
        return bool(QtWidgets.QLineEdit.event(self, event))

    def focusInEvent(self, event: Any) -> None:
        """Tell it."""
        QtWidgets.QLineEdit.focusInEvent(self, event)
        self.focusIn.emit()

    def focusOutEvent(self, event: Any) -> None:
        """Check the request and tell it."""
        QtWidgets.QLineEdit.focusOutEvent(self, event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:  # that is the list of completions
            self.update_status()
            self.focusOut.emit(self.text())

    def clone_into(self, other: PackageLineEdit) -> None:
        """Have another line show what this one shows."""
        other.family_only = self.family_only
        other.default_style = self.default_style
        other.setText(self.text())
        other.setToolTip(self.toolTip())
        other.setStyleSheet(self.styleSheet())
        other.completions.setStringList(self.completions.stringList())

    def _update_font(self, *_: Any) -> None:
        update_font(self, italic=not self.text() and not self.read_only)

    def _contextChanged(self, flags: int = 0) -> None:
        if flags & ContextModel.PACKAGES_PATH_CHANGED:
            self.update_status()

    def _complete(self, text: str) -> None:
        if self._search is not None:
            self._search.dropped = True
        paths, family_only = self.context_model.packages_path, self.family_only

        def search() -> List[str]:
            return sorted(get_completions(text, paths=paths, family_only=family_only))

        self._search = Task(search, self._offer).start()

    def _offer(self, words: List[str]) -> None:
        self.completions.setStringList(words)
        if self.hasFocus() and words and words != [self.text()]:
            self.words.complete()

    def update_status(self) -> None:
        """Look whether there is such a package, and show it."""
        if self._look is not None:
            self._look.dropped = True
        text, paths = self.text().strip(), self.context_model.packages_path
        if not text:
            self._show("", "")
        elif not self.read_only:
            self._look = Task(lambda: _judge(text, paths), lambda found: self._show(*found)).start()

    def _show(self, colour: str, tip: str) -> None:
        self.setStyleSheet(_BORDER % colour if colour else self.default_style)
        self.setToolTip(tip)


def _judge(text: str, paths: List[str]) -> Tuple[str, str]:
    """The colour that a request is marked with, if any, and what is to be said of it."""
    try:
        request = Requirement(text)
    except Exception as error:
        return "red", str(error)
    if request.conflict or request.name.startswith("."):
        return "", ""
    try:
        latest = max(iter_packages(request.name, range_=request.range, paths=paths), key=lambda p: p.version)
        return "", latest.description or ""
    except Exception:
        return "orange", "cannot find package: %r" % text


class PackageSelectWidget(ContextViewMixin, QtWidgets.QWidget):
    """A line for a request, with a button to choose a package.

    Args:
        context_model: The context.
        read_only: Whether it can't be changed.

    Attributes:
        focusOutViaKeyPress: Sent with the text when it is left by tab or return.
        focusOut: Sent with the text when it is left.
        textChanged: Sent with the text when it is another.
    """

    focusOutViaKeyPress = QtCore.Signal(str)
    focusOut = QtCore.Signal(str)
    textChanged = QtCore.Signal(str)

    def __init__(self, context_model: Optional[ContextModel] = None, read_only: bool = False, parent: Any = None) -> None:
        QtWidgets.QWidget.__init__(self, parent)
        ContextViewMixin.__init__(self, context_model)
        self.edit = PackageLineEdit(self.context_model, read_only=read_only)
        self.edit.default_style = "QLineEdit { border: 0px; background: transparent; }"
        self.edit.setStyleSheet(self.edit.default_style)
        self.btn = IconButton("package", "browse packages")
        self.btn.hide()
        self.btn.clicked.connect(self._browse_package)
        create_pane([(self.edit, 1), self.btn], True, parent_widget=self, compact=True)
        self.layout().setContentsMargins(2, 0, 2, 0)
        self.setFocusProxy(self.edit)
        if read_only:
            self.edit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.edit.focusIn.connect(lambda: self.btn.setVisible(not read_only))
        self.edit.focusOut.connect(self._left)
        self.edit.focusOutViaKeyPress.connect(self.focusOutViaKeyPress)
        self.edit.textChanged.connect(self.textChanged)

    def text(self) -> str:
        """The request."""
        return str(self.edit.text())

    def setText(self, txt: str) -> None:
        """Show a request."""
        self.edit.setText(txt)
        self.edit.setCursorPosition(0)

    def clone_into(self, other: PackageSelectWidget) -> None:
        """Have another show what this one shows."""
        self.edit.clone_into(other.edit)

    def _left(self, text: str) -> None:
        self.btn.hide()
        self.focusOut.emit(text)

    def _browse_package(self, *_: Any) -> None:
        package = choose_package(self.context_model, package_text=self.text(), parent=self.window())
        if package is not None:
            self.setText(package.qualified_name)
            self.edit.update_status()
            self.focusOut.emit(self.text())


class EffectivePackageCellWidget(QtWidgets.QWidget):
    """A request that is not typed, but comes from the configuration or a lock.

    Args:
        request: The request.
        type_: "implicit", or the name of a lock.
    """

    def __init__(self, request: Any, type_: str, parent: Any = None) -> None:
        QtWidgets.QWidget.__init__(self, parent)
        if type_ == "implicit":
            icon = get_icon_widget("cog", "implicit package")
        else:
            from pkgrs.context.locks import PatchLock
            icon = get_icon_widget(type_, PatchLock[type_].description.lower())
        label = QtWidgets.QLabel(str(request))
        update_font(label, italic=True)
        create_pane([icon, (label, 1)], True, parent_widget=self, compact=True)
        self.setEnabled(False)
