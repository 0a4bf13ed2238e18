"""Texts: to search in, to write to, changelogs."""
from __future__ import annotations

import html
import threading

from pkgrs.gui.qt import QShortcut, Qt, QtCore, QtGui, QtWidgets, fixed_font, tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterable, List, Optional

__all__ = ["FindPopup", "SearchableTextEdit", "StreamableTextEdit", "ChangelogEdit", "VariantChangelogEdit", "plaintext_to_html"]


class FindPopup(QtWidgets.QFrame):
    """Asks what to look for.

    Args:
        pivot_widget: The widget that it appears at.
        pivot_position: Which corner of it: the name of a method of `QRect`.
        words: What there is to be found, to choose from.
        initial_word: What stands there at first.
        close_on_find: Whether one search is all.

    Attributes:
        find: Sent with the text to look for.
    """

    find = QtCore.Signal(str)

    def __init__(self, pivot_widget: Any, pivot_position: Optional[str] = None, words: Optional[Iterable[str]] = None,
                 initial_word: Optional[str] = None, close_on_find: bool = True, parent: Any = None) -> None:
        QtWidgets.QFrame.__init__(self, parent)
        self.setWindowFlags(Qt.WindowType.Popup)
        self.setFrameShape(QtWidgets.QFrame.Shape.StyledPanel)
        self.close_on_find = close_on_find
        self.edit = QtWidgets.QLineEdit(initial_word or "")
        self.edit.selectAll()
        if words is not None:
            self.completer = QtWidgets.QCompleter(sorted(words), self)
            self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.completer.activated.connect(lambda *_: self._look())
            self.edit.setCompleter(self.completer)
        button = QtWidgets.QPushButton("Find")
        layout = QtWidgets.QHBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.edit)
        layout.addWidget(button)
        self.edit.returnPressed.connect(self._look)
        button.clicked.connect(self._look)
        again = QShortcut(QtGui.QKeySequence("Ctrl+F"), self)
        again.activated.connect(self._look)
        corner = getattr(pivot_widget.rect(), pivot_position or "topLeft")()
        self.move(pivot_widget.mapToGlobal(corner))
        self.edit.setFocus()

    def _look(self, *_: Any) -> None:
        text = self.edit.text()
        if self.close_on_find:
            self.close()
        self.find.emit(text)


class SearchableTextEdit(QtWidgets.QTextEdit):
    """A text in which Ctrl+F finds things."""

    def __init__(self, parent: Any = None) -> None:
        QtWidgets.QTextEdit.__init__(self, parent)
        self.setReadOnly(True)
        self.setFont(fixed_font())
        self.setLineWrapMode(QtWidgets.QTextEdit.LineWrapMode.NoWrap)
        self.searchable = True
        self.popup: Any = None
        self._sought = ""
        shortcut = QShortcut(QtGui.QKeySequence("Ctrl+F"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.search)

    def set_searchable(self, enable: bool) -> None:
        """Allow, or forbid, to search."""
        self.searchable = enable

    def search(self) -> None:
        """Ask what to look for, and find it."""
        if self.searchable:
            self.popup = FindPopup(self, "bottomLeft", initial_word=self._sought, close_on_find=False, parent=self)
            self.popup.find.connect(self._find_text)
            self.popup.show()

    def _find_text(self, word: str) -> None:
        self._sought = word
        if word and not self.find(word):
            self.moveCursor(QtGui.QTextCursor.MoveOperation.Start)
            if not self.find(word):
                tell(self, "Find", "%r is not in the text." % word)


class StreamableTextEdit(SearchableTextEdit):
    """A text that is also a stream; any thread may write to it.

    Attributes:
        written: Sent when something has been written.
    """

    written = QtCore.Signal()

    def __init__(self, parent: Any = None) -> None:
        SearchableTextEdit.__init__(self, parent)
        self._lock = threading.Lock()
        self._pending: List[str] = []
        self.written.connect(self._show_pending)

    def isatty(self) -> bool:
        """It shows no colours."""
        return False

    def flush(self) -> None:
        """Nothing is kept back."""

    def write(self, txt: str) -> None:
        """Add a text."""
        with self._lock:
            first = not self._pending
            self._pending.append(txt)
        if first:  # however much comes until it is shown, it is shown at once
            self.written.emit()

    def log(self, text: str, colour: Optional[str] = None) -> None:
        """Add lines, after what was written, in a colour."""
        self._show_pending()
        form = QtGui.QTextCharFormat()
        if colour:
            form.setForeground(QtGui.QColor(colour))
        self._insert(text + "\n", form)

    def _show_pending(self) -> None:
        with self._lock:
            text = "".join(self._pending)
            self._pending = []
        if text:
            self._insert(text, QtGui.QTextCharFormat())

    def _insert(self, text: str, form: Any) -> None:
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum() - 4
        cursor = QtGui.QTextCursor(self.document())
        cursor.movePosition(QtGui.QTextCursor.MoveOperation.End)
        cursor.insertText(text, form)
        if at_end:
            bar.setValue(bar.maximum())


def plaintext_to_html(txt: str) -> str:
    """A text as HTML that keeps its lines and spaces."""
    return html.escape(txt).replace(" ", "&nbsp;").replace("\n", "<br>")


class ChangelogEdit(QtWidgets.QPlainTextEdit):
    """Changelogs of packages."""

    def __init__(self, parent: Any = None) -> None:
        QtWidgets.QPlainTextEdit.__init__(self, parent)
        self.setReadOnly(True)

    def set_packages(self, packages: Iterable[Any]) -> None:
        """Show the changelogs of these."""
        self.clear()
        for package in packages:
            changelog = (package.changelog or "-").rstrip()
            self.appendHtml("<p><font size='+2'><b>%s</b></font><br>%s<br></p>"
                            % (html.escape(str(package.version)), plaintext_to_html(changelog)))
        self.moveCursor(QtGui.QTextCursor.MoveOperation.Start)


class VariantChangelogEdit(ChangelogEdit):
    """The changelog of one package."""

    def __init__(self, parent: Any = None) -> None:
        ChangelogEdit.__init__(self, parent)
        self.variant: Any = None

    def set_variant(self, variant: Any) -> None:
        """Show that of this one; none if None."""
        if variant != self.variant:
            self.set_packages(() if variant is None else (variant,))
            self.variant = variant
