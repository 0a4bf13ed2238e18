"""Choosing a time in the past."""
from __future__ import annotations

import time

from pkgrs.base.text import readable_time_duration
from pkgrs.gui.chooser import choose_package
from pkgrs.gui.helpers import IconButton, create_pane, interp_color
from pkgrs.gui.qt import Qt, QtCore, QtGui, QtWidgets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pkgrs.gui.model import ContextModel

__all__ = ["Canvas", "TimeSelecterPopup", "TimestampWidget"]

# Rows of the canvas: name, seconds of one unit, number of units that a row spans.
_ROWS = (("days", 86400, 28), ("hours", 3600, 24), ("minutes", 60, 60), ("seconds", 1, 60))


class Canvas(QtWidgets.QWidget):
    """Rows of days, hours, minutes and seconds; the farther to the right, the longer ago.

    Attributes:
        secondsHover: Sent with the number of seconds under the mouse; -1 when it leaves.
        secondsClicked: Sent with the number of seconds that were clicked.
    """

    secondsHover = QtCore.Signal(int)
    secondsClicked = QtCore.Signal(int)

    def __init__(self, width: int, height: int, parent: Any = None) -> None:
        QtWidgets.QWidget.__init__(self, parent)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(width, height)

    def sizeHint(self) -> Any:
        """The smallest size."""
        return self.minimumSize()

    def paintEvent(self, event: Any) -> None:
        """Draw the rows."""
        painter = QtGui.QPainter(self)
        palette = self.palette()
        base, strong = palette.color(QtGui.QPalette.ColorRole.Base), palette.color(QtGui.QPalette.ColorRole.Highlight)
        height = self.height() / len(_ROWS)
        for row, (name, _, units) in enumerate(_ROWS):
            box = QtCore.QRectF(0, row * height, self.width(), height)
            painter.fillRect(box, interp_color(base, strong, 0.1 + 0.08 * row))
            painter.setPen(palette.color(QtGui.QPalette.ColorRole.Mid))
            for unit in range(0, units, max(1, units // 12)):
                x = self.width() * unit / units
                painter.drawLine(QtCore.QPointF(x, box.bottom() - 5), QtCore.QPointF(x, box.bottom()))
            painter.setPen(palette.color(QtGui.QPalette.ColorRole.Text))
            painter.drawText(box.adjusted(6, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.end()

    def leaveEvent(self, event: Any) -> None:
        """Tell that the mouse has left."""
        self.secondsHover.emit(-1)

    def mouseMoveEvent(self, event: Any) -> None:
        """Tell what is under the mouse."""
        self.secondsHover.emit(self._get_seconds(event.pos()))

    def mousePressEvent(self, event: Any) -> None:
        """Tell what was clicked."""
        self.secondsClicked.emit(self._get_seconds(event.pos()))

    def _get_seconds(self, position: Any) -> int:
        row = min(len(_ROWS) - 1, max(0, position.y() * len(_ROWS) // self.height()))
        _, seconds, units = _ROWS[row]
        share = min(1.0, max(0.0, position.x() / self.width()))
        return int(seconds * (1 + share * (units - 1)))


class TimeSelecterPopup(QtWidgets.QFrame):
    """Asks how long ago.

    Args:
        pivot_widget: The widget that it appears below.
        width: Width of what is clicked.
        height: Its height.

    Attributes:
        secondsClicked: Sent with the number of seconds.
    """

    secondsClicked = QtCore.Signal(int)

    def __init__(self, pivot_widget: Any, width: int = 240, height: int = 160, parent: Any = None) -> None:
        QtWidgets.QFrame.__init__(self, parent)
        self.setWindowFlags(Qt.WindowType.Popup)
        self.setFrameShape(QtWidgets.QFrame.Shape.StyledPanel)
        self.label = QtWidgets.QLabel(" ")
        self.canvas = Canvas(width, height)
        create_pane([self.label, self.canvas], False, parent_widget=self, compact=True)
        self.canvas.secondsHover.connect(self._hover)
        self.canvas.secondsClicked.connect(self._clicked)
        self.move(pivot_widget.mapToGlobal(pivot_widget.rect().bottomLeft()))

    def _hover(self, seconds: int) -> None:
        self.label.setText(" " if seconds < 0 else "%s ago" % readable_time_duration(seconds))

    def _clicked(self, seconds: int) -> None:
        self.close()
        self.secondsClicked.emit(seconds)


class TimestampWidget(QtWidgets.QFrame):
    """Asks whether packages that were released later are to be ignored, and later than when.

    Args:
        context_model: The context, in whose repositories a package can be chosen for its time of release.

    Attributes:
        timeChanged: Sent with the time, in seconds since 1970.
    """

    timeChanged = QtCore.Signal(int)

    def __init__(self, context_model: ContextModel, parent: Any = None) -> None:
        QtWidgets.QFrame.__init__(self, parent)
        self.setFrameShape(QtWidgets.QFrame.Shape.Panel)
        self.setFrameShadow(QtWidgets.QFrame.Shadow.Sunken)
        self.context_model = context_model
        self.popup: Any = None
        self.checkbox = QtWidgets.QCheckBox("ignore packages released after:")
        self.package_btn = IconButton("package", "select package release date")
        self.clock_btn = IconButton("clock", "select time in the past")
        self.edit = QtWidgets.QDateTimeEdit(QtCore.QDateTime.currentDateTime())
        self.edit.setCalendarPopup(True)
        top = create_pane([self.checkbox, None, self.package_btn, self.clock_btn], True, compact=True)
        create_pane([top, self.edit], False, parent_widget=self, compact=True)
        self.checkbox.toggled.connect(self.refresh)
        self.package_btn.clicked.connect(self._choose_package)
        self.clock_btn.clicked.connect(self._choose_age)
        self.refresh()

    def datetime(self) -> Any:
        """The time, as a `QDateTime`; None if nothing is to be ignored."""
        return self.edit.dateTime() if self.checkbox.isChecked() else None

    def timestamp(self) -> Any:
        """The time, in seconds since 1970; None if nothing is to be ignored."""
        chosen = self.datetime()
        return None if chosen is None else int(chosen.toSecsSinceEpoch())

    def set_time(self, epoch: int) -> None:
        """Choose a time, in seconds since 1970."""
        self.edit.setDateTime(QtCore.QDateTime.fromSecsSinceEpoch(int(epoch)))
        self.checkbox.setChecked(True)
        self.timeChanged.emit(int(epoch))

    def refresh(self, *_: Any) -> None:
        """Enable what is of use."""
        for widget in (self.edit, self.package_btn, self.clock_btn):
            widget.setEnabled(self.checkbox.isChecked())

    def _choose_package(self, *_: Any) -> None:
        package = choose_package(self.context_model, parent=self.window(),
                                 package_selectable_callback=lambda package: bool(package.timestamp))
        if package is not None:
            self.set_time(package.timestamp)

    def _choose_age(self, *_: Any) -> None:
        self.popup = TimeSelecterPopup(self.clock_btn, parent=self)
        self.popup.secondsClicked.connect(lambda seconds: self.set_time(int(time.time()) - seconds))
        self.popup.show()
