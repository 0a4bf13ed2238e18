"""All about one context: its table, settings, tools and details, and what can be done with it."""
from __future__ import annotations

import time

from pkgrs.context.locks import PatchLock
from pkgrs.gui.application import get_app
from pkgrs.gui.context_details import ContextDetailsWidget, ContextResolveTimeLabel
from pkgrs.gui.context_settings import ContextSettingsWidget
from pkgrs.gui.context_table import ContextTableWidget
from pkgrs.gui.details import PackageTabWidget
from pkgrs.gui.helpers import ConfiguredSplitter, add_menu_action, age, create_pane, get_icon, tool_button
from pkgrs.gui.mixins import ContextViewMixin
from pkgrs.gui.model import ContextModel
from pkgrs.gui.qt import QShortcut, QtCore, QtGui, QtWidgets, ask, tell
from pkgrs.gui.resolve_dialog import ResolveDialog
from pkgrs.gui.settings import settings
from pkgrs.gui.texts import FindPopup
from pkgrs.gui.tools import ContextToolsWidget

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Optional

__all__ = ["ContextManagerWidget"]

CONTEXT, SETTINGS, TOOLS, DETAILS = range(4)


class ContextManagerWidget(ContextViewMixin, QtWidgets.QWidget):
    """Shows a context, changes its request and settings, and resolves it.

    Args:
        context_model: The context.

    Attributes:
        diffModeChanged: Sent when it is compared with another context, or no longer.
    """

    diffModeChanged = QtCore.Signal()

    def __init__(self, context_model: Optional[ContextModel] = None, parent: Any = None) -> None:
        QtWidgets.QWidget.__init__(self, parent)
        ContextViewMixin.__init__(self, context_model)
        model = self.context_model
        self.popup: Any = None
        self.context_table = ContextTableWidget(model)
        self.package_tab = PackageTabWidget(model, versions_tab=True)
        self.settings = ContextSettingsWidget(model)
        self.tools_list = ContextToolsWidget(model)
        self.resolve_details = ContextDetailsWidget(model)
        self.show_effective_request_checkbox = QtWidgets.QCheckBox("show effective request")
        self._make_buttons()
        self.tab = QtWidgets.QTabWidget()
        for widget, icon, title in (
                (self._context_pane(), "context", "context"), (self.settings, "context_settings", "settings"),
                (self.tools_list, "tools", "tools"), (self.resolve_details, "info", "resolve details")):
            self.tab.addTab(widget, get_icon(icon, as_qicon=True), title)
        create_pane([self.tab], False, parent_widget=self, compact=True, compact_spacing=0)

        QShortcut(QtGui.QKeySequence("Ctrl+F"), self).activated.connect(self._search)
        self.context_table.variantSelected.connect(self.package_tab.set_variant)
        self.tools_list.toolsChanged.connect(self._count_tools)
        self.settings.modified.connect(self._mark_settings)
        self.show_effective_request_checkbox.toggled.connect(self.context_table.show_effective_request)
        self.refresh()

    # -- layout

    def _make_buttons(self) -> None:
        self.time_lock_tbtn = tool_button("time_lock", "", self._tell_time_lock)
        self.find_tbtn = tool_button("find", "find resolved package", self._search_variant)
        self.shell_tbtn = tool_button("terminal", "open shell", self._open_shell)

        self.diff_menu = QtWidgets.QMenu(self)
        self.diff_action = add_menu_action(self.diff_menu, "Diff Against Current", self.diff_with_last_resolve, "diff")
        self.diff_to_disk_action = add_menu_action(self.diff_menu, "Diff Against Disk", self.diff_with_disk, "diff_to_disk")
        self.diff_to_other_action = add_menu_action(
            self.diff_menu, "Diff Against Other...", self._diff_with_other, "diff_to_other")
        self.diff_tbtn = self._menu_button(self.diff_menu, self.diff_action, "enter diff mode")
        self.undiff_tbtn = tool_button("diff", "leave diff mode", self.leave_diff_mode)
        self.undiff_tbtn.setCheckable(True)

        lock_menu = QtWidgets.QMenu(self)
        for lock in PatchLock:
            add_menu_action(lock_menu, lock.description,
                            lambda lock=lock: self.context_model.set_default_patch_lock(lock), lock.name)
        lock_menu.addSeparator()
        add_menu_action(lock_menu, "Remove Explicit Locks", self.context_model.remove_all_patch_locks)
        self.lock_tbtn = tool_button("no_lock", "locking", menu=lock_menu)

        self.revert_menu = QtWidgets.QMenu(self)
        self.revert_action = add_menu_action(
            self.revert_menu, "Revert To Last Resolve...", lambda: self._revert(self.context_model.revert), "revert")
        self.revert_diff_action = add_menu_action(
            self.revert_menu, "Revert To Reference...", lambda: self._revert(self.context_table.revert_to_diff), "revert_to_diff")
        self.revert_disk_action = add_menu_action(
            self.revert_menu, "Revert To Disk...", lambda: self._revert(self.context_table.revert_to_disk), "revert_to_disk")
        self.revert_menu.aboutToShow.connect(self._update_actions)
        self.revert_tbtn = tool_button("revert", "revert", menu=self.revert_menu)

        resolve_menu = QtWidgets.QMenu(self)
        self.resolve_action = add_menu_action(resolve_menu, "Resolve", self.resolve, "resolve")
        add_menu_action(resolve_menu, "Advanced Resolve...", lambda: self.resolve(advanced=True), "advanced_resolve")
        self.resolve_tbtn = self._menu_button(resolve_menu, self.resolve_action, "resolve")

    @staticmethod
    def _menu_button(menu: Any, action: Any, tooltip: str) -> Any:
        button = tool_button("resolve", tooltip, menu=menu)
        button.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        button.setDefaultAction(action)
        button.setToolTip(tooltip)
        return button

    def _context_pane(self) -> Any:
        toolbar = QtWidgets.QToolBar()
        toolbar.setIconSize(QtCore.QSize(16, 16))
        toolbar.addWidget(ContextResolveTimeLabel(self.context_model))
        self.time_lock_tbtn_action = toolbar.addWidget(self.time_lock_tbtn)
        toolbar.addSeparator()
        for button in (self.find_tbtn, self.shell_tbtn):
            toolbar.addWidget(button)
        self.diff_tbtn_action = toolbar.addWidget(self.diff_tbtn)
        self.undiff_tbtn_action = toolbar.addWidget(self.undiff_tbtn)
        self.undiff_tbtn_action.setVisible(False)
        for button in (self.lock_tbtn, self.revert_tbtn, self.resolve_tbtn):
            toolbar.addWidget(button)
        top = create_pane([self.show_effective_request_checkbox, None, toolbar], True, compact=True)
        upper = create_pane([top, (self.context_table, 1)], False, compact=True, compact_spacing=0)
        return ConfiguredSplitter.below(settings(), "layout/splitter/main", upper, self.package_tab)

    def sizeHint(self) -> Any:
        """The size of a new window."""
        return QtCore.QSize(800, 500)

    def get_title(self) -> str:
        """Title for the window that shows it."""
        return self.context_table.get_title()

    # -- what can be done

    def resolve(self, advanced: bool = False) -> bool:
        """Resolve the context. Returns whether that succeeded.

        Args:
            advanced: Whether to ask how, first.
        """
        return ResolveDialog(self.context_model, parent=self.window(), advanced=advanced).resolve()

    def _open_shell(self) -> None:
        try:
            get_app().execute_shell(self.context(), terminal=True)
        except Exception as error:  # whatever packages' commands raise
            tell(self.window(), "Failed to open a shell", str(error), bad=True)

    def diff_with_last_resolve(self) -> None:
        """Compare what is to come with how it is."""
        self._enter_diff_mode(None)

    def diff_with_disk(self) -> None:
        """Compare with the context's file."""
        self.diff_with_file(self.context_model.filepath() or "")

    def diff_with_file(self, filepath: str) -> None:
        """Compare with the context in a file."""
        context = get_app().load_context(filepath)
        if context is not None:
            self._enter_diff_mode(ContextModel(context, self))

    def _diff_with_other(self) -> None:
        path = QtWidgets.QFileDialog.getOpenFileName(self, "Open Context", "", "Context files (*.rxt)")[0]
        if path:
            self.diff_with_file(str(path))

    def _enter_diff_mode(self, other: Optional[ContextModel]) -> None:
        self.context_table.enter_diff_mode(other)
        self._show_diff_mode()

    def leave_diff_mode(self) -> None:
        """Compare no longer."""
        self.context_table.leave_diff_mode()
        self._show_diff_mode()

    def _show_diff_mode(self) -> None:
        enabled = self.context_table.diff_mode
        self.undiff_tbtn.setChecked(enabled)
        self.undiff_tbtn_action.setVisible(enabled)
        self.diff_tbtn_action.setVisible(not enabled)
        self._update_actions()
        self.diffModeChanged.emit()

    def _revert(self, revert: Callable[[], Any]) -> None:
        if ask(self, "The context has been modified.", "Your changes will be lost. Are you sure?", "Ok") == "Ok":
            revert()

    def _tell_time_lock(self) -> None:
        text = "%s\n(%s ago)" % (self.time_lock_tbtn.toolTip().capitalize(), age(self.context().requested_timestamp))
        tell(self, "The resolve is timelocked", text)

    # -- searching

    def _search(self) -> None:
        if self.tab.currentIndex() == CONTEXT:
            self._search_variant()
        elif self.tab.currentIndex() == DETAILS:
            self.resolve_details.search()

    def _search_variant(self) -> None:
        if self.context() is not None:
            names = [variant.name for variant in self.context().resolved_packages or ()]
            self.popup = FindPopup(self.find_tbtn, "bottomLeft", names, parent=self)
            self.popup.find.connect(self.context_table.select_variant)
            self.popup.show()

    # -- state

    def refresh(self) -> None:
        """Show the context's state anew."""
        self._contextChanged(ContextModel.ALL_CHANGED)
        self._count_tools()

    def _contextChanged(self, flags: int = 0) -> None:
        model, context = self.context_model, self.context()
        resolved = context is not None
        self.shell_tbtn.setEnabled(resolved and not model.is_stale())
        self.lock_tbtn.setEnabled(resolved)
        self.find_tbtn.setEnabled(resolved)
        self.tab.setTabEnabled(TOOLS, resolved)
        self.tab.setTabEnabled(DETAILS, resolved)
        self.tab.setTabText(CONTEXT, "context*" if model.is_stale() else "context")
        self.lock_tbtn.setIcon(get_icon(model.default_patch_lock.name, as_qicon=True))
        locked_at = context.requested_timestamp if resolved else None
        self.time_lock_tbtn_action.setVisible(bool(locked_at))
        if locked_at:
            at = time.strftime("%a %b %d %H:%M:%S %Y", time.localtime(locked_at))
            self.time_lock_tbtn.setToolTip("packages released after %s were ignored" % at)
        self._update_actions()

    def _update_actions(self) -> None:
        model, table = self.context_model, self.context_table
        fresh = not model.is_stale()
        self.diff_tbtn.setEnabled(fresh)
        self.diff_action.setEnabled(fresh)
        self.diff_to_other_action.setEnabled(fresh)
        self.diff_to_disk_action.setEnabled(fresh and bool(model.filepath()))
        self.revert_action.setEnabled(model.can_revert())
        self.revert_disk_action.setEnabled(bool(model.filepath()) and model.is_modified())
        self.revert_diff_action.setEnabled(table.diff_mode and table.diff_from_source and fresh)

    def _mark_settings(self, modified: bool) -> None:
        self.tab.setTabText(SETTINGS, "settings*" if modified else "settings")

    def _count_tools(self) -> None:
        self.tab.setTabText(TOOLS, "tools (%d)" % self.tools_list.num_tools())
