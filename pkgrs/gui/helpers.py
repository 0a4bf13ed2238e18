"""Small things that all windows are made of."""
from __future__ import annotations

import time

from pkgrs.base.text import readable_time_duration
from pkgrs.gui.icons import get_icon, get_icon_widget
from pkgrs.gui.qt import QAction, Qt, QtCore, QtGui, QtWidgets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable, List, Optional, Sequence, Tuple

__all__ = [
    "create_pane", "get_icon", "get_icon_widget", "get_timestamp_str", "add_menu_action", "interp_color",
    "create_toolbutton", "update_font", "IconButton", "ConfiguredSplitter", "Table", "age", "clickable", "tool_button",
]


def create_pane(widgets: Iterable[Any], horizontal: bool, parent_widget: Any = None, compact: bool = False,
                compact_spacing: int = 2) -> Any:
    """A widget that holds others in a row.

    Args:
        widgets: The others. A number stands for that much space, None for all space that is left, a pair for a widget
            and the share of space that it gets.
        horizontal: Whether they are beside each other, not below.
        parent_widget: The widget to put them into; a new one if None.
        compact: Whether they are close together.
        compact_spacing: How close.
    """
    pane = QtWidgets.QWidget() if parent_widget is None else parent_widget
    layout = QtWidgets.QHBoxLayout(pane) if horizontal else QtWidgets.QVBoxLayout(pane)
    if compact:
        layout.setSpacing(compact_spacing)
        layout.setContentsMargins(*[compact_spacing] * 4)
    for entry in widgets:
        widget, share = entry if isinstance(entry, tuple) else (entry, 0)
        if widget is None:
            layout.addStretch()
        elif isinstance(widget, int):
            layout.addSpacing(widget)
        else:
            layout.addWidget(widget, share)
    return pane


def age(timestamp: float) -> str:
    """How long ago something was, in words."""
    return readable_time_duration(int(time.time()) - int(timestamp))


def get_timestamp_str(timestamp: float) -> str:
    """A time, and how long ago it was."""
    return "%s (%s ago)" % (time.strftime("%d %b %Y %H:%M:%S", time.localtime(timestamp)), age(timestamp))


def add_menu_action(menu: Any, label: str, slot: Optional[Callable[..., Any]] = None, icon_name: Optional[str] = None,
                    group: Any = None, parent: Any = None) -> Any:
    """Add an entry to a menu.

    Args:
        slot: What it does. It is called without arguments.
        icon_name: Name of its icon.
        group: Group of which it is a choice.
        parent: The object that it belongs to; the menu if None.

    Returns:
        The action.
    """
    action = QAction(label, menu if parent is None else parent)
    if icon_name:
        action.setIcon(get_icon(icon_name, as_qicon=True))
    if slot is not None:
        action.triggered.connect(lambda *_: slot())
    if group is not None:
        action.setCheckable(True)
        group.addAction(action)
    menu.addAction(action)
    return action


def create_toolbutton(entries: Sequence[Tuple[str, Callable[..., Any]]], parent: Any = None) -> Tuple[Any, List[Any]]:
    """A button with a menu, whose first entry is what the button does.

    Args:
        entries: Label, and what is done.

    Returns:
        The button, and the actions.
    """
    button = QtWidgets.QToolButton(parent)
    menu = QtWidgets.QMenu(button)
    actions = [add_menu_action(menu, *entry) for entry in entries]
    button.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.MenuButtonPopup)
    button.setMenu(menu)
    button.setDefaultAction(actions[0])
    return button, actions


def tool_button(icon_name: str, tooltip: str, slot: Optional[Callable[[], Any]] = None, menu: Any = None) -> Any:
    """A button with an icon; what it does, or the menu that it opens."""
    button = QtWidgets.QToolButton()
    button.setIcon(get_icon(icon_name, as_qicon=True))
    button.setToolTip(tooltip)
    clickable(button)
    if slot is not None:
        button.clicked.connect(lambda *_: slot())
    if menu is not None:
        button.setMenu(menu)
        button.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.InstantPopup)
    return button


def clickable(widget: Any) -> None:
    """Show a hand over a widget."""
    widget.setCursor(Qt.CursorShape.PointingHandCursor)


def interp_color(a: Any, b: Any, f: float) -> Any:
    """The colour between two others; `f` tells how close to the second."""
    parts = zip(a.getRgbF()[:3], b.getRgbF()[:3])
    return QtGui.QColor.fromRgbF(*(first + (second - first) * f for first, second in parts))


def update_font(widget: Any, italic: Optional[bool] = None, bold: Optional[bool] = None,
                underline: Optional[bool] = None) -> None:
    """Change the font of a widget or an item; what is None stays."""
    font = widget.font()
    for change, value in ((font.setItalic, italic), (font.setBold, bold), (font.setUnderline, underline)):
        if value is not None:
            change(value)
    widget.setFont(font)


class IconButton(QtWidgets.QLabel):
    """An icon that can be clicked.

    Attributes:
        clicked: Sent with the number of the mouse button.
    """

    clicked = QtCore.Signal(int)

    def __init__(self, icon_name: str, tooltip: Optional[str] = None, parent: Any = None) -> None:
        QtWidgets.QLabel.__init__(self, parent)
        self.setPixmap(get_icon(icon_name))
        self.setToolTip(tooltip or "")
        clickable(self)

    def mousePressEvent(self, event: Any) -> None:
        """Tell that it was clicked."""
        button = event.button()
        self.clicked.emit(int(getattr(button, "value", button)))


class ConfiguredSplitter(QtWidgets.QSplitter):
    """A splitter that remembers where it was.

    Args:
        config: The settings that remember it.
        config_key: Key that it is below.
        nargs: As for `QSplitter`.
    """

    def __init__(self, config: Any, config_key: str, *nargs: Any, **kwargs: Any) -> None:
        QtWidgets.QSplitter.__init__(self, *nargs, **kwargs)
        self.config = config
        self.config_key = config_key
        self.splitterMoved.connect(self._remember)

    @classmethod
    def below(cls, config: Any, config_key: str, upper: Any, lower: Any) -> ConfiguredSplitter:
        """Two widgets below each other, with the sizes that are remembered, or else two thirds and one third."""
        splitter = cls(config, config_key, Qt.Orientation.Vertical)
        for widget, share in ((upper, 2), (lower, 1)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(splitter.indexOf(widget), share)
        splitter.apply_saved_layout()
        return splitter

    def apply_saved_layout(self) -> bool:
        """Restore the sizes, once the widgets are there. Returns whether there were any for as many widgets."""
        count = self.config.get(self.config_key + "/num_widgets", int)
        sizes = [self.config.get("%s/size_%d" % (self.config_key, number), int) for number in range(self.count())]
        if count != self.count() or None in sizes:
            return False
        self.setSizes(sizes)
        return True

    def _remember(self, *_: Any) -> None:
        self.config.setValue(self.config_key + "/num_widgets", self.count())
        for number, size in enumerate(self.sizes()):
            self.config.setValue("%s/size_%d" % (self.config_key, number), size)


class Table(QtWidgets.QTableWidget):
    """A table to read.

    Args:
        headings: The columns' headings; none are shown if there are none.
        selectable: Whether rows can be selected.
    """

    def __init__(self, headings: Sequence[str] = (), parent: Any = None, selectable: bool = False) -> None:
        QtWidgets.QTableWidget.__init__(self, 0, max(1, len(headings)), parent)
        view = QtWidgets.QAbstractItemView
        self.headings = list(headings)
        self.setGridStyle(Qt.PenStyle.DotLine)
        self.setWordWrap(False)
        self.setEditTriggers(view.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(view.SelectionBehavior.SelectRows)
        self.setSelectionMode(view.SelectionMode.SingleSelection if selectable else view.SelectionMode.NoSelection)
        self.setVerticalScrollMode(view.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(view.ScrollMode.ScrollPerPixel)
        if not selectable:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().setSectionResizeMode(QtWidgets.QHeaderView.ResizeMode.ResizeToContents)
        self.fill(())

    def fill(self, rows: Sequence[Sequence[Any]], names: Optional[Sequence[str]] = None) -> None:
        """Show these rows instead of what was shown.

        Args:
            rows: Each has a text, or a widget, for each column.
            names: A heading for each row.
        """
        QtWidgets.QTableWidget.clear(self)
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels(self.headings)
        self.horizontalHeader().setVisible(bool(self.headings and rows))
        self.verticalHeader().setVisible(bool(names))
        for row, cells in enumerate(rows):
            if names:
                heading = QtWidgets.QTableWidgetItem(names[row] + " ")
                heading.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setVerticalHeaderItem(row, heading)
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    self.setItem(row, column, QtWidgets.QTableWidgetItem(cell))
                else:
                    self.setCellWidget(row, column, cell)
        self.resizeColumnsToContents()
        self.horizontalHeader().setStretchLastSection(True)
