"""What stands in the table of a context."""
from __future__ import annotations

from pkgrs.context.locks import PatchLock, get_lock_request
from pkgrs.gui.freshness import freshness
from pkgrs.gui.helpers import IconButton, add_menu_action, create_pane, get_icon, get_icon_widget, interp_color, update_font
from pkgrs.gui.mixins import ContextViewMixin
from pkgrs.gui.model import ContextModel
from pkgrs.gui.qt import Qt, QtCore, QtGui, QtWidgets, execute, tell
from pkgrs.gui.tasks import Task
from pkgrs.gui.versions import VariantVersionsDialog, range_between
from pkgrs.package.find import iter_packages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional, Tuple

__all__ = ["CellDelegate", "CompareCell", "VariantCellWidget"]


class VariantCellWidget(ContextViewMixin, QtWidgets.QWidget):
    """A resolved package: its lock, its name, and how fresh it is.

    Args:
        context_model: The context.
        variant: The variant.
        reference_variant: The variant of the context that this one is compared with, if any; locks keep its version.
        hide_locks: Whether not to show locks.
        read_only: Whether it can't be selected and locked.
    """

    def __init__(self, context_model: ContextModel, variant: Any, reference_variant: Any = None, hide_locks: bool = False,
                 read_only: bool = False, parent: Any = None) -> None:
        QtWidgets.QWidget.__init__(self, parent)
        ContextViewMixin.__init__(self, context_model)
        self.variant = variant
        self.reference_variant = reference_variant
        self.hide_locks = hide_locks
        self.read_only = read_only
        self.lock_icon = QtWidgets.QLabel()
        self.lock_icon.setVisible(not hide_locks)
        self.label = QtWidgets.QLabel(self.text())
        self.label.setToolTip("%s@%s" % (self.text(), variant.wrapped.location))
        self.depends_icon = get_icon_widget("depends")
        self.depends_icon.hide()
        self.fresh_icon = QtWidgets.QLabel()
        self.fresh = ""
        create_pane([self.lock_icon, self.label, self.depends_icon, None, *self._facts(), self.fresh_icon], True,
                    parent_widget=self, compact=True)
        self._task: Optional[Task] = None
        self.refresh()

    def text(self) -> str:
        """Name and version."""
        return str(self.variant.qualified_package_name)

    def _facts(self) -> List[Any]:
        facts = []
        package = self.variant.parent
        if self.variant.index is not None and package.num_variants > 1:
            facts.append(get_icon_widget("variant", "1 of %d variants" % package.num_variants))
        if self.variant.is_local:
            facts.append(get_icon_widget("local", "package is local"))
        return facts

    def refresh(self) -> None:
        """Show it anew."""
        self._contextChanged(ContextModel.ALL_CHANGED)

    def set_reference_sibling(self, variant: Any = None) -> None:
        """Show whether this package depends on another one of the context; on none if None."""
        depends = 0
        if variant is not None and variant.name != self.variant.name:
            depends = self.context_model.package_depends_on(self.variant.name, variant.name)
        self.depends_icon.setVisible(depends > 0)
        self.depends_icon.setEnabled(depends == 2)
        update_font(self.label, underline=depends == 2)
        if depends:
            verb = "requires" if depends == 2 else "indirectly requires"
            self.depends_icon.setToolTip("%s %s %s" % (self.variant.name, verb, variant.name))

    def _contextChanged(self, flags: int = 0) -> None:
        model = self.context_model
        self.set_stale(model.is_stale())
        if flags & (model.LOCKS_CHANGED | model.CONTEXT_CHANGED):
            self._show_lock()
        if flags & (model.PACKAGES_PATH_CHANGED | model.PACKAGE_FILTER_CHANGED | model.CONTEXT_CHANGED):
            self._look_for_newer()

    def set_stale(self, stale: bool) -> None:
        """Show whether a resolve is pending."""
        update_font(self.label, italic=stale or self.read_only)

    # -- freshness

    def _look_for_newer(self) -> None:
        if self._task is not None:
            self._task.dropped = True
        variant, context = self.variant, self.context()
        paths, package_filter = list(self.context_model.packages_path), self.context_model.package_filter
        self._task = Task(lambda: freshness(variant, context, paths, package_filter), self._show_fresh).start()

    def _show_fresh(self, found: Tuple[str, str]) -> None:
        self.fresh, tip = found
        self.fresh_icon.setPixmap(get_icon(self.fresh))
        self.fresh_icon.setToolTip(tip)

    # -- locks

    def _lock_title(self, lock: PatchLock) -> str:
        version = (self.reference_variant or self.variant).version
        request = get_lock_request(self.variant.name, version, lock, weak=False)
        if request is None:
            return lock.description
        if lock == PatchLock.lock:
            return "Exact version (%s)" % request
        return "%s version updates only (%s.*)" % (lock.description.split()[0], request)

    def _show_lock(self) -> None:
        own = self.context_model.get_patch_lock(self.variant.name)
        lock = self.context_model.default_patch_lock if own is None else own
        self.lock_icon.setPixmap(get_icon(lock.name + ("_faint" if own is None else "")))
        self.lock_icon.setToolTip(self._lock_title(lock).lower())

    def make_menu(self) -> Any:
        """The menu of locks."""
        model, name = self.context_model, self.variant.name
        own = model.get_patch_lock(name)
        menu = QtWidgets.QMenu(self)
        titles = set()
        for lock in PatchLock:
            title = self._lock_title(lock)
            if title not in titles:
                titles.add(title)
                action = add_menu_action(menu, title, lambda lock=lock: model.set_patch_lock(name, lock), lock.name)
                action.setEnabled(lock != own)
        menu.addSeparator()
        add_menu_action(menu, "Remove Lock", lambda: model.remove_patch_lock(name)).setEnabled(own is not None)
        return menu

    def contextMenuEvent(self, event: Any) -> None:
        """Show the menu of locks."""
        if not self.read_only and not self.hide_locks:
            execute(self.make_menu(), event.globalPos())


_GREY, _YELLOW, _GREEN, _RED = (0.7, 0.7, 0.7), (1.0, 1.0, 0.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)


class CompareCell(QtWidgets.QWidget):
    """How a resolved package differs from that of another context.

    Args:
        context_model: The context.
        variant_left: Its variant, if it has the package.
        variant_right: The other's variant, if that has it.

    Attributes:
        mode: "equal_to", "equalish", "greater_than", "less_than", "new" or "missing".
        color: What the cells beside it are coloured with.
    """

    def __init__(self, context_model: ContextModel, variant_left: Any = None, variant_right: Any = None,
                 parent: Any = None) -> None:
        QtWidgets.QWidget.__init__(self, parent)
        self.context_model = context_model
        self.left_variant = variant_left
        self.right_variant = variant_right
        self.distance: Optional[int] = None
        self.mode, colour, tip = self._compare()
        base = self.palette().color(QtGui.QPalette.ColorRole.Base)
        self.color = interp_color(base, QtGui.QColor.fromRgbF(*colour), 0.2)
        icon = self.mode
        if self.distance is not None:
            if self.distance <= 3:
                icon = "%s_%d" % (icon, self.distance)
            tip = "package is %d %s %s" % (self.distance, "version" if self.distance == 1 else "versions",
                                           "ahead" if self.mode == "greater_than" else "behind")
        button = IconButton(icon, tip)
        button.clicked.connect(self._explain)
        create_pane([None, button, None], True, parent_widget=self, compact=True)

    @property
    def comparable(self) -> bool:
        """Whether the versions between the two can be shown."""
        return self.distance is not None

    def left(self) -> bool:
        """Whether the context has the package."""
        return self.left_variant is not None

    def right(self) -> bool:
        """Whether the other has it."""
        return self.right_variant is not None

    def _compare(self) -> Tuple[str, Tuple[float, float, float], str]:
        left, right = self.left_variant, self.right_variant
        if right is None:
            return "new", _GREEN, "package is new"
        if left is None:
            return "missing", _RED, "package is missing"
        if left == right:
            return "equal_to", _GREY, "packages are equal"
        if left.version == right.version:
            return "equalish", _YELLOW, "packages versions are equal, but package is different"
        paths = self.context_model.packages_path
        if right.wrapped.location in paths:
            self.distance = sum(1 for _ in iter_packages(left.name, range_=range_between(left, right), paths=paths)) - 1
        if left.version > right.version:
            return "greater_than", _GREEN, "package is newer"
        return "less_than", _RED, "package is older"

    def _explain(self, *_: Any) -> None:
        if self.comparable:
            execute(VariantVersionsDialog(self.context_model, self.left_variant, reference_variant=self.right_variant,
                                          parent=self.window()))
            return
        ours, theirs = (variant.uri if variant is not None else "" for variant in (self.left_variant, self.right_variant))
        title, text = {
            "new": ("New Package", "Only the current resolve has this package:\n%s" % ours),
            "missing": ("Missing Package", "Only the reference resolve has this package:\n%s" % theirs),
            "equal_to": ("Equal Package", "Both resolves have the same package:\n%s" % ours),
            "equalish": ("Equal Version Package", "Same version, but another package.\n\ncurrent: %s\nreference: %s" % (ours, theirs)),
            "greater_than": ("Newer Package", "The current resolve's package is newer.\n\ncurrent: %s\nreference: %s" % (ours, theirs)),
            "less_than": ("Older Package", "The current resolve's package is older.\n\ncurrent: %s\nreference: %s" % (ours, theirs)),
        }[self.mode]
        tell(self.window(), title, text)


class CellDelegate(QtWidgets.QStyledItemDelegate):
    """Draws what is behind the cells: what is selected, how packages compare, and a frame while a resolve is pending."""

    COMPARISON = 2

    def paint(self, painter: Any, option: Any, index: Any) -> None:
        """Draw the background of a cell."""
        table, row, column = self.parent(), index.row(), index.column()
        palette, box = table.palette(), QtCore.QRectF(option.rect)
        base = palette.color(QtGui.QPalette.ColorRole.Base)
        selected = interp_color(palette.color(QtGui.QPalette.ColorRole.Highlight), base, 0.5)
        painter.save()
        painter.fillRect(box, selected if self._is_selected(table, row, column) else base)
        compared = table.cellWidget(row, self.COMPARISON)
        if isinstance(compared, CompareCell):
            sides = {1: compared.left(), 3: compared.right()}
            if sides.get(column) and not self._is_selected(table, row, column):
                painter.fillRect(box, compared.color)
            elif column == self.COMPARISON:
                self._bridge(painter, box, compared)
        painter.setPen(palette.color(QtGui.QPalette.ColorRole.Button))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomRight())
        if table.context_model.is_stale() and column < 2:
            self._frame(painter, box, first_row=row == 0, last_row=row == table.rowCount() - 1, left=column == 0)
        painter.restore()

    @staticmethod
    def _is_selected(table: Any, row: int, column: int) -> bool:
        return bool(table.selectionModel().isSelected(table.model().index(row, column)))

    @staticmethod
    def _bridge(painter: Any, box: Any, compared: CompareCell) -> None:
        """Wedges, from the sides that have the package towards the middle."""
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(compared.color)
        for there, edge, reach in ((compared.left(), box.left(), 0.35), (compared.right(), box.right(), -0.35)):
            if there:
                tip = QtCore.QPointF(edge + box.width() * reach, box.center().y())
                painter.drawPolygon(QtGui.QPolygonF(
                    [QtCore.QPointF(edge, box.top()), tip, QtCore.QPointF(edge, box.bottom())]))

    @staticmethod
    def _frame(painter: Any, box: Any, first_row: bool, last_row: bool, left: bool) -> None:
        painter.setPen(QtGui.QPen(QtGui.QColor("orange"), 2))
        box = box.adjusted(1, 1, -1, -1)
        painter.drawLine(*((box.topLeft(), box.bottomLeft()) if left else (box.topRight(), box.bottomRight())))
        if first_row:
            painter.drawLine(box.topLeft(), box.topRight())
        if last_row:
            painter.drawLine(box.bottomLeft(), box.bottomRight())
