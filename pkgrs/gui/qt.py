"""Qt, through whichever binding the module `Qt` finds; and what the bindings disagree on."""
from __future__ import annotations

from contextlib import contextmanager

from Qt import QtCore, QtGui, QtWidgets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterator

__all__ = ["QtCore", "QtGui", "QtWidgets", "QAction", "QShortcut", "Qt", "ask", "busy", "execute", "fixed_font", "tell"]

Qt = QtCore.Qt
# Qt 6 moved these.
QAction: Any = getattr(QtGui, "QAction", None) or QtWidgets.QAction
QShortcut: Any = getattr(QtGui, "QShortcut", None) or QtWidgets.QShortcut


def fixed_font() -> Any:
    """The desktop's font for code."""
    return QtGui.QFontDatabase.systemFont(QtGui.QFontDatabase.SystemFont.FixedFont)


def execute(modal: Any, *args: Any) -> Any:
    """Show a dialog or a menu and wait until it is closed.

    Returns:
        What Qt does: a dialog's result, a menu's action.
    """
    run = getattr(modal, "exec", None) or modal.exec_
    return run(*args)


def tell(parent: Any, title: str, text: str, bad: bool = False) -> None:
    """Say something in a message box.

    Args:
        bad: Whether it is an error.
    """
    box = QtWidgets.QMessageBox
    (box.critical if bad else box.information)(parent, title, text)


def ask(parent: Any, title: str, text: str, *names: str) -> str:
    """Ask something in a message box.

    Args:
        names: Names of the buttons, as Qt has them: "Save", "Discard", "Ok"; there also is "Cancel".

    Returns:
        The name of the one that was chosen.
    """
    buttons = {name: getattr(QtWidgets.QMessageBox.StandardButton, name) for name in (*names, "Cancel")}
    together = buttons["Cancel"]
    for button in buttons.values():
        together |= button
    answer = QtWidgets.QMessageBox.warning(parent, title, text, together, buttons["Cancel"])
    return next((name for name, button in buttons.items() if button == answer), "Cancel")


@contextmanager
def busy() -> Iterator[None]:
    """Show the cursor that asks for patience."""
    QtWidgets.QApplication.setOverrideCursor(QtGui.QCursor(Qt.CursorShape.WaitCursor))
    try:
        yield
    finally:
        QtWidgets.QApplication.restoreOverrideCursor()
