"""The table of a context: what is asked for, and what it resolved to; beside another's, if compared with one."""
from __future__ import annotations

import os

from pkgrs.gui.application import get_app
from pkgrs.gui.cells import CellDelegate, CompareCell, VariantCellWidget
from pkgrs.gui.helpers import update_font
from pkgrs.gui.mixins import ContextViewMixin
from pkgrs.gui.model import ContextModel
from pkgrs.gui.qt import QtCore, QtWidgets
from pkgrs.gui.requests import EffectivePackageCellWidget, PackageSelectWidget
from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

__all__ = ["CellDelegate", "CompareCell", "ContextTableWidget"]

REQUEST, RESOLVE, COMPARISON, OTHER_RESOLVE, OTHER_REQUEST = range(5)  # columns


class ContextTableWidget(ContextViewMixin, QtWidgets.QTableWidget):
    """Shows a context; requests can be changed, and resolved packages selected.

    Args:
        context_model: The context.

    Attributes:
        variantSelected: Sent with the variant that is selected, or None.
        diff_mode: Whether another context is shown beside it.
        diff_context_model: That context.
        diff_from_source: Whether that is this one as it was.
    """

    default_row_count = 10
    double_arrow = "⟺"
    short_double_arrow = "⇔"
    variantSelected = QtCore.Signal(object)

    def __init__(self, context_model: Optional[ContextModel] = None, parent: Any = None) -> None:
        QtWidgets.QTableWidget.__init__(self, self.default_row_count, 2, parent)
        ContextViewMixin.__init__(self, context_model)
        self.diff_mode = False
        self.diff_from_source = False
        self.diff_context_model: Optional[ContextModel] = None
        self._effective = False
        self._writing = False
        self._current_variant: Any = None
        view = QtWidgets.QAbstractItemView
        self.setEditTriggers(view.EditTrigger.NoEditTriggers)
        self.setSelectionMode(view.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setItemDelegate(CellDelegate(self))
        self.horizontalHeader().setDefaultSectionSize(13 * self.fontMetrics().height())
        self.verticalHeader().setSectionResizeMode(QtWidgets.QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().setVisible(False)
        self.currentCellChanged.connect(self._select)
        self.refresh()

    # -- what is shown

    def get_title(self) -> str:
        """Title for the window that shows the table."""
        title = _title(self.context_model)
        if self.diff_mode:
            assert self.diff_context_model is not None
            other = _title(self.diff_context_model) + ("'" if self.diff_from_source else "")
            title = "%s  %s  %s" % (title, self.short_double_arrow, other)
        return title

    def get_request(self) -> List[str]:
        """The requests, as they stand there."""
        texts = (widget.text().strip() for _, widget in self._widgets(REQUEST, PackageSelectWidget))
        return [text for text in texts if text]

    def current_variant(self) -> Any:
        """The variant that is selected, or None."""
        return self._current_variant

    def select_variant(self, name: str) -> None:
        """Select the package of this name."""
        for row, widget in self._widgets(RESOLVE, VariantCellWidget):
            if widget.variant.name == str(name):
                self.setCurrentCell(row, RESOLVE)
                self.scrollTo(self.model().index(row, RESOLVE))
                return

    def show_effective_request(self, b: bool) -> None:
        """Show, or hide, the requests that come from the configuration and from locks."""
        self._effective = b
        self._write_effective()

    def refresh(self) -> None:
        """Show everything anew."""
        self._contextChanged(ContextModel.ALL_CHANGED)

    # -- comparison

    def enter_diff_mode(self, context_model: Optional[ContextModel] = None) -> None:
        """Compare with another context; if None, with this one as it is now."""
        self.diff_from_source = context_model is None
        self.diff_context_model = self.context_model.copy() if context_model is None else context_model
        self.diff_mode = True
        self.refresh()

    def leave_diff_mode(self) -> None:
        """Show the context alone."""
        self.diff_mode = self.diff_from_source = False
        self.diff_context_model = None
        self.refresh()

    def revert_to_diff(self) -> None:
        """Go back to the context that this one is compared with."""
        assert self.diff_context_model is not None
        context = self.diff_context_model.context()
        if context is not None:
            self.context_model.set_context(context)

    def revert_to_disk(self) -> None:
        """Go back to what the context's file holds."""
        context = get_app().load_context(self.context_model.filepath() or "")
        if context is not None:
            self.context_model.set_context(context)

    # -- selection

    def selectionCommand(self, index: Any, event: Any = None) -> Any:
        """Only resolved packages can be selected."""
        flags = QtCore.QItemSelectionModel.SelectionFlag
        return flags.ClearAndSelect if self._selectable(index.row(), index.column()) else flags.Clear

    def _selectable(self, row: int, column: int) -> Any:
        widget = self.cellWidget(row, column)
        return widget if isinstance(widget, VariantCellWidget) and not widget.read_only else None

    def _select(self, row: int, column: int, *previous: int) -> None:
        widget = self._selectable(row, column)
        variant = None if widget is None else widget.variant
        for _, cell in self._widgets(RESOLVE, VariantCellWidget):
            cell.set_reference_sibling(variant)
        if variant is not self._current_variant:
            self._current_variant = variant
            self.variantSelected.emit(variant)
        self.viewport().update()

    # -- filling

    def _contextChanged(self, flags: int = 0) -> None:
        if flags & ContextModel.CONTEXT_CHANGED:
            self._fill()
        elif flags & ContextModel.LOCKS_CHANGED:
            self._write_effective()
        self._write_headings()
        self.viewport().update()

    def _fill(self) -> None:
        self.setFocus()  # or else the focus leaves the window with the cell that has it
        self.clear()
        self.setRowCount(self.default_row_count)
        self.setColumnCount(5 if self.diff_mode else 2)
        self._current_variant = None
        model, other = self.context_model, self.diff_context_model
        self._write_requests(REQUEST, model.request)
        if other is None:
            self._write_variants(RESOLVE, model, _arrange(_names(model.request), model))
        else:
            self.setColumnWidth(COMPARISON, 50)
            self._write_requests(OTHER_REQUEST, other.request)
            theirs = _arrange(_names(other.request), other)
            self._write_variants(OTHER_RESOLVE, other, theirs)
            last = max(theirs, default=-1) + 1
            ours = _arrange([theirs[row].name if row in theirs else None for row in range(last)], model)
            self._write_variants(RESOLVE, model, ours, theirs)
            for row in sorted({*ours, *theirs}):
                self.setCellWidget(row, COMPARISON, CompareCell(model, ours.get(row), theirs.get(row)))
        self._write_effective()
        self.variantSelected.emit(None)

    def _write_headings(self) -> None:
        stale = self.context_model.is_stale()
        texts = [("request", False), ("resolve", False)]
        if self.diff_mode:
            texts = [("current request", False), ("current resolve", False), (self.double_arrow, False),
                     ("reference resolve", True), ("reference request", True)]
        for column, (text, italic) in enumerate(texts):
            mark = ("*", " (stale)")[column] if stale and column < 2 else ""
            item = QtWidgets.QTableWidgetItem(text + mark)
            update_font(item, italic=italic or (stale and column == RESOLVE))
            self.setHorizontalHeaderItem(column, item)

    def _write_variants(self, column: int, model: ContextModel, variants: Dict[int, Any],
                        references: Optional[Dict[int, Any]] = None) -> None:
        other = column == OTHER_RESOLVE
        for row, variant in variants.items():
            self._reserve(row)
            reference = None if references is None else references.get(row)
            self.setCellWidget(row, column, VariantCellWidget(
                model, variant, reference_variant=reference, read_only=other,
                hide_locks=other or (references is not None and reference is None)))

    def _write_requests(self, column: int, texts: Sequence[str]) -> None:
        """Have these requests in the column, and below them an empty line to type in, if it can be changed."""
        self._writing = True
        lines = [*texts, ""] if column == REQUEST else list(texts)
        for row, text in enumerate(lines):
            self._reserve(row)
            widget = self.cellWidget(row, column)
            if not isinstance(widget, PackageSelectWidget):
                widget = self._new_request(row, column)
            if widget.text() != text:
                widget.setText(text)
        for row, _ in list(self._widgets(column, PackageSelectWidget)):
            if row >= len(lines):
                self.removeCellWidget(row, column)
        self._writing = False

    def _new_request(self, row: int, column: int) -> PackageSelectWidget:
        model = self.context_model if column == REQUEST else self.diff_context_model
        widget = PackageSelectWidget(model, read_only=column != REQUEST)
        self.setCellWidget(row, column, widget)
        if column == REQUEST:
            widget.textChanged.connect(lambda *_: self._typed())
            widget.focusOut.connect(lambda *_: self._left())
            widget.focusOutViaKeyPress.connect(lambda text: self._go_on(row, text))
        return widget

    def _write_effective(self) -> None:
        """Below the requests, show those that are added to them."""
        for column, model in ((REQUEST, self.context_model), (OTHER_REQUEST, self.diff_context_model)):
            for row, _ in list(self._widgets(column, EffectivePackageCellWidget)):
                self.removeCellWidget(row, column)
            if not self._effective or model is None:
                continue
            added = [(request, "implicit") for request in model.implicit_packages]
            added += [(request, lock.name) for lock, requests in model.get_lock_requests().items() for request in requests]
            first = 1 + max((row for row, _ in self._widgets(column, PackageSelectWidget)), default=-1)
            for row, (request, kind) in enumerate(added, first):
                self._reserve(row)
                self.setCellWidget(row, column, EffectivePackageCellWidget(request, kind))

    def _reserve(self, row: int) -> None:
        if row >= self.rowCount():
            self.setRowCount(row + 1)

    def _widgets(self, column: int, kind: Any) -> Iterator[Tuple[int, Any]]:
        for row in range(self.rowCount()):
            widget = self.cellWidget(row, column)
            if isinstance(widget, kind):
                yield row, widget

    # -- typing

    def _typed(self) -> None:
        if self._writing:
            return
        lines = list(self._widgets(REQUEST, PackageSelectWidget))
        if lines and lines[-1][1].text():
            row = lines[-1][0] + 1
            self._reserve(row)
            self._new_request(row, REQUEST)
            self._write_effective()
        self.context_model.set_request(self.get_request())

    def _left(self) -> None:
        """Close the gaps."""
        texts = self.get_request()
        if len(texts) + 1 != len(list(self._widgets(REQUEST, PackageSelectWidget))):
            self._write_requests(REQUEST, texts)
            self._write_effective()
        self.context_model.set_request(texts)

    def _go_on(self, row: int, text: str) -> None:
        self._left()
        following = self.cellWidget(row + 1 if text else row, REQUEST)
        if isinstance(following, PackageSelectWidget):
            following.setFocus()


def _title(model: ContextModel) -> str:
    path = model.filepath()
    return (os.path.basename(path) if path else "new context") + ("*" if model.is_modified() else "")


def _names(requests: Sequence[str]) -> List[Optional[str]]:
    names: List[Optional[str]] = []
    for text in requests:
        try:
            names.append(Requirement(text).name)
        except Exception:  # it is but half typed
            names.append(None)
    return names


def _arrange(names: Sequence[Optional[str]], model: ContextModel) -> Dict[int, Any]:
    """The rows that a context's variants stand in: that of the name, else below all names."""
    context = model.context()
    variants = {} if context is None else {variant.name: variant for variant in context.resolved_packages or ()}
    rows = {row: variants.pop(name) for row, name in enumerate(names) if name in variants}
    rows.update(enumerate(variants.values(), len(names)))
    return rows
