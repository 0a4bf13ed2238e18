"""The environment that a context makes."""
from __future__ import annotations

from pkgrs.gui.helpers import Table, create_pane
from pkgrs.gui.qt import QtWidgets, fixed_font
from pkgrs.gui.settings import settings
from pkgrs.gui.tasks import Task

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional

__all__ = ["ContextEnvironTable", "ContextEnvironWidget"]


class ContextEnvironTable(Table):
    """The variables of the environment."""

    def __init__(self, parent: Any = None) -> None:
        Table.__init__(self, ["variable", "value"], parent, selectable=True)
        self.setFont(fixed_font())
        self.context: Any = None
        self.split_char: Optional[str] = None
        self._task: Optional[Task] = None

    def clear(self) -> None:
        """Show nothing."""
        self.fill(())

    def set_split_character(self, ch: Optional[str] = None) -> None:
        """Divide values at this character; at none if None."""
        if ch != self.split_char:
            self.split_char = ch
            self.refresh()

    def set_context(self, context: Any) -> None:
        """Show the environment of a context; nothing if None."""
        self.context = context
        self.refresh()

    def refresh(self) -> None:
        """Make the environment anew."""
        if self._task is not None:
            self._task.dropped = True
        context = self.context
        if context is None or not context.success:
            self.fill(())
        else:  # commands of packages may take their time
            self._task = Task(context.get_environ, self._show).start()

    def _show(self, environ: Dict[str, str]) -> None:
        self.fill([(name, self._divided(value)) for name, value in sorted(environ.items())])

    def _divided(self, value: str) -> str:
        if self.split_char is None:
            return value
        parts = value.split(None if self.split_char == " " else self.split_char)
        return "\n".join(part for part in parts if part)


class ContextEnvironWidget(QtWidgets.QWidget):
    """The variables of the environment, and how their values are divided."""

    split_entries = [("None", None), ("Colon (:)", ":"), ("Semicolon (;)", ";"), ("Comma (,)", ","), ("Whitespace", " ")]

    def __init__(self, parent: Any = None) -> None:
        QtWidgets.QWidget.__init__(self, parent)
        self.table = ContextEnvironTable()
        self.split_combo = QtWidgets.QComboBox()
        self.split_combo.addItems([label for label, _ in self.split_entries])
        settings().attach(self.split_combo, "split_char")
        self.split_combo.currentIndexChanged.connect(self._set_split_char)
        top = create_pane([None, QtWidgets.QLabel("split values by:"), self.split_combo], True, compact=True)
        create_pane([top, self.table], False, parent_widget=self, compact=True)
        self._set_split_char()

    def set_context(self, context: Any) -> None:
        """Show the environment of a context; nothing if None."""
        self.table.set_context(context)

    def _set_split_char(self, *_: Any) -> None:
        self.table.set_split_character(self.split_entries[self.split_combo.currentIndex()][1])
