"""The icons, which are drawn when they are first used: there are no image files, and any size is sharp."""
from __future__ import annotations

from pkgrs.gui.qt import Qt, QtCore, QtGui, QtWidgets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple

__all__ = ["get_icon", "get_icon_widget"]

SIZE = 16
GREEN, YELLOW, RED, ORANGE, BLUE, GREY = "#2e9e3f", "#d9a400", "#cc3333", "#e07b00", "#2f6fc4", "#7a7a7a"

_drawn: Dict[str, Any] = {}


def get_icon(name: str, as_qicon: bool = False) -> Any:
    """An icon.

    Args:
        name: Its name; names that end in `_faint` are pale.
        as_qicon: Whether to return a `QIcon`, not a `QPixmap`.
    """
    pixmap = _drawn.get(name)
    if pixmap is None:
        pixmap = _drawn[name] = _draw(name)
    return QtGui.QIcon(pixmap) if as_qicon else pixmap


def get_icon_widget(filename: str, tooltip: Optional[str] = None) -> Any:
    """A label that shows an icon."""
    label = QtWidgets.QLabel()
    label.setPixmap(get_icon(filename))
    if tooltip:
        label.setToolTip(tooltip)
    return label


def _draw(name: str) -> Any:
    ratio = 2
    pixmap = QtGui.QPixmap(SIZE * ratio, SIZE * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QtGui.QPainter(pixmap)
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    plain = name[:-len("_faint")] if name.endswith("_faint") else name
    if plain != name:
        painter.setOpacity(0.35)
    recipe = _RECIPES.get(plain)
    if recipe is None:
        _letter(painter, "?", RED)
    else:
        for draw, *args in recipe:
            draw(painter, *args)
    painter.end()
    return pixmap


# -- what the recipes are made of: each draws on a square of 16 by 16

def _pen(painter: Any, colour: Any, width: float = 1.6) -> None:
    pen = QtGui.QPen(QtGui.QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _line(painter: Any, colour: str, width: float, *points: Tuple[float, float]) -> None:
    _pen(painter, colour, width)
    painter.drawPolyline(QtGui.QPolygonF([QtCore.QPointF(*point) for point in points]))


def _shape(painter: Any, colour: str, *points: Tuple[float, float]) -> None:
    _pen(painter, QtGui.QColor(colour).darker(130), 1)
    painter.setBrush(QtGui.QColor(colour))
    painter.drawPolygon(QtGui.QPolygonF([QtCore.QPointF(*point) for point in points]))


def _box(painter: Any, colour: str, x: float, y: float, width: float, height: float, filled: bool = True) -> None:
    _pen(painter, QtGui.QColor(colour).darker(130) if filled else colour, 1.2)
    if filled:
        painter.setBrush(QtGui.QColor(colour))
    painter.drawRoundedRect(QtCore.QRectF(x, y, width, height), 1.5, 1.5)


def _round(painter: Any, colour: str, x: float, y: float, diameter: float, filled: bool = True) -> None:
    _pen(painter, QtGui.QColor(colour).darker(130) if filled else colour, 1.4)
    if filled:
        painter.setBrush(QtGui.QColor(colour))
    painter.drawEllipse(QtCore.QRectF(x, y, diameter, diameter))


def _arc(painter: Any, colour: str, x: float, y: float, diameter: float, start: int, degrees: int) -> None:
    _pen(painter, colour)
    painter.drawArc(QtCore.QRectF(x, y, diameter, diameter), start * 16, degrees * 16)


def _letter(painter: Any, text: str, colour: str, x: float = 0, y: float = 0, size: float = 16, height: int = 11) -> None:
    font = QtGui.QFont(painter.font())
    font.setPixelSize(height)
    font.setBold(True)
    painter.setFont(font)
    _pen(painter, colour)
    painter.drawText(QtCore.QRectF(x, y, size, size), Qt.AlignmentFlag.AlignCenter, text)


def _tick(colour: str, pale: bool = False) -> List[Any]:
    steps: List[Any] = [(_line, colour, 3.6, (3, 8.5), (6.5, 12), (13, 4))]
    return steps + [(_line, "#ffffff", 1.4, (3, 8.5), (6.5, 12), (13, 4))] if pale else steps


def _compared(colour: str, right: bool, count: str = "") -> List[Any]:
    points = [(4, 3), (13, 8), (4, 13)] if right else [(12, 3), (3, 8), (12, 13)]
    return [(_shape, colour, *points), (_letter, count, "#ffffff", 1.5 if right else -1.5, 0, 11 if right else 17, 8)]


def _lock(text: str, closed: bool = True) -> List[Any]:
    x = 4.5 if closed else 8.5
    return [(_arc, GREY, x, 1.5, 7, 0, 180), (_line, GREY, 1.6, (x, 5), (x, 8)),
            (_line, GREY, 1.6, (x + 7, 5), (x + 7, 8 if closed else 6)),
            (_box, YELLOW if closed else "#d8d8d8", 2.5, 7, 11, 7.5), (_letter, text, "#3a2c00", 2.5, 7, 11, 8)]


def _back(badge: List[Any]) -> List[Any]:
    return [(_arc, ORANGE, 3, 3.5, 9.5, -120, 270), (_shape, ORANGE, (1, 8), (5.5, 4.5), (6, 10)), *badge]


_DISK = [(_box, BLUE, 8.5, 8.5, 6.5, 6.5), (_box, "#ffffff", 10, 8.6, 3.5, 2.2)]
_OTHER = [(_round, GREEN, 8.5, 8.5, 6)]
_DIFF = [(_box, "#d6e4f7", 1.5, 2, 6, 11), (_box, "#f7ead6", 8.5, 2, 6, 11)]
_CLOCK = [(_round, "#f4f4f4", 1.5, 1.5, 13), (_line, "#333333", 1.4, (8, 4), (8, 8), (11, 10))]
_WARNING = [(_shape, YELLOW, (8, 1.5), (15, 14), (1, 14)), (_letter, "!", "#222222", 0, 2, 16, 10)]
_SMALL_WARNING = [(_shape, YELLOW, (11.5, 7), (15.5, 15), (7.5, 15))]
_COG = [(_round, GREY, 3, 3, 10), (_round, "#f4f4f4", 6, 6, 4),
        *((_line, GREY, 2, *ends) for ends in (((8, 1), (8, 3)), ((8, 13), (8, 15)), ((1, 8), (3, 8)), ((13, 8), (15, 8))))]
_PACKAGE = [(_shape, "#c98f4a", (2, 5), (8, 2), (14, 5), (14, 12), (8, 15), (2, 12)),
            (_line, "#7a5221", 1, (2, 5), (8, 8), (14, 5)), (_line, "#7a5221", 1, (8, 8), (8, 15))]
_SPANNER = [(_line, GREY, 3, (4, 12.5), (10, 6)), (_arc, GREY, 8, 1.5, 6.5, 100, 250)]
_PLAY = [(_shape, GREEN, (4, 2.5), (13.5, 8), (4, 13.5))]
_PAPER = [(_box, "#fbfbfb", 3, 1.5, 10, 13), *((_line, GREY, 1, (5, y), (11, y)) for y in (5, 8, 11))]

_RECIPES: Dict[str, List[Any]] = {
    "advanced_resolve": [*_PLAY, (_letter, "+", BLUE, 7, 6, 10, 11)],
    "changelog": _PAPER,
    "clock": _CLOCK,
    "clock_warning": [*_CLOCK, *_SMALL_WARNING],
    "cog": _COG,
    "context": [*((_box, colour, x, y, 5.5, 5.5) for colour, x, y in (
        (BLUE, 1.5, 1.5), (GREEN, 9, 1.5), (ORANGE, 1.5, 9), (GREY, 9, 9)))],
    "context_settings": _COG,
    "depends": [(_line, BLUE, 1.8, (3, 2.5), (3, 11), (12, 11)), (_shape, BLUE, (10, 8), (14.5, 11), (10, 14))],
    "diff": _DIFF,
    "diff_to_disk": [*_DIFF, *_DISK],
    "diff_to_other": [*_DIFF, *_OTHER],
    "equal_to": [(_line, GREY, 2.2, (3, 6), (13, 6)), (_line, GREY, 2.2, (3, 10.5), (13, 10.5))],
    "equalish": [(_line, YELLOW, 2.2, (3, y), (6, y - 1), (10, y + 1), (13, y)) for y in (6, 10.5)],
    "error": [(_round, RED, 1.5, 1.5, 13), *((_line, "#ffffff", 2, (x, 5.5), (16 - x, 10.5)) for x in (5.5, 10.5))],
    "excluded": [(_round, RED, 2, 2, 12, False), (_line, RED, 1.8, (4, 12), (12, 4))],
    "find": [(_round, BLUE, 2, 2, 8.5, False), (_line, BLUE, 2.6, (9.5, 9.5), (14, 14))],
    "github_32": [(_round, "#333333", 1.5, 1.5, 13), (_letter, "G", "#ffffff", 0, 0, 16, 10)],
    "graph": [(_line, GREY, 1.2, (8, 4), (4, 12)), (_line, GREY, 1.2, (8, 4), (12, 12)),
              *((_round, BLUE, x, y, 5) for x, y in ((5.5, 1), (1.5, 10), (9.5, 10)))],
    "greater_than": _compared(GREEN, True),
    "greater_than_1": _compared(GREEN, True, "1"),
    "greater_than_2": _compared(GREEN, True, "2"),
    "greater_than_3": _compared(GREEN, True, "3"),
    "green_tick": _tick(GREEN),
    "green_white_tick": _tick(GREEN, True),
    "help": [(_round, BLUE, 1.5, 1.5, 13), (_letter, "?", "#ffffff", 0, 0, 16, 10)],
    "info": [(_round, BLUE, 1.5, 1.5, 13), (_letter, "i", "#ffffff", 0, 0, 16, 10)],
    "less_than": _compared(RED, False),
    "less_than_1": _compared(RED, False, "1"),
    "less_than_2": _compared(RED, False, "2"),
    "less_than_3": _compared(RED, False, "3"),
    "local": [(_shape, "#c0563c", (8, 2), (14.5, 8), (1.5, 8)), (_box, "#e9dcc5", 3.5, 8, 9, 6.5)],
    "lock": _lock(""),
    "lock_2": _lock("1"),
    "lock_3": _lock("2"),
    "lock_4": _lock("3"),
    "no_lock": _lock("", False),
    "missing": [(_line, RED, 2.6, (3, 8), (13, 8))],
    "new": [(_line, GREEN, 2.6, (3, 8), (13, 8)), (_line, GREEN, 2.6, (8, 3), (8, 13))],
    "old_man": [(_round, "#f4f4f4", 1.5, 1.5, 13), (_line, ORANGE, 2, (8, 12), (8, 4.5)), (_line, ORANGE, 2, (5, 7), (8, 4), (11, 7))],
    "package": _PACKAGE,
    "resolve": _PLAY,
    "revert": _back([]),
    "revert_to_diff": _back(_OTHER),
    "revert_to_disk": _back(_DISK),
    "spanner": _SPANNER,
    "terminal": [(_box, "#2b2b2b", 1, 2, 14, 12), (_line, "#e8e8e8", 1.3, (3.5, 5.5), (6, 8), (3.5, 10.5)),
                 (_line, "#e8e8e8", 1.3, (8, 11), (12, 11))],
    "time_lock": [*_CLOCK, (_box, YELLOW, 8.5, 9.5, 6.5, 5.5)],
    "tools": [*_SPANNER, (_line, "#a9743a", 2.6, (12.5, 13), (6, 6)), (_box, GREY, 2, 2, 5, 4)],
    "variant": [(_box, "#d6e4f7", 4.5, 1.5, 10, 9), (_box, BLUE, 1.5, 5.5, 10, 9)],
    "versions": [(_box, "#d6e4f7", 2, 10.5, 12, 3.5), (_box, "#8fb5e6", 2, 6.3, 12, 3.5), (_box, BLUE, 2, 2, 12, 3.5)],
    "warning": _WARNING,
    "yellow_tick": _tick(YELLOW),
    "yellow_white_tick": _tick(YELLOW, True),
}
