"""Looking for a package."""
from __future__ import annotations

from pkgrs.gui.chooser import offer
from pkgrs.gui.context_settings import ContextSettingsWidget
from pkgrs.gui.details import PackageTabWidget
from pkgrs.gui.helpers import ConfiguredSplitter, create_pane, get_icon
from pkgrs.gui.mixins import ContextViewMixin, StoreSizeMixin
from pkgrs.gui.model import ContextModel
from pkgrs.gui.qt import QtCore, QtWidgets
from pkgrs.gui.requests import PackageLineEdit
from pkgrs.gui.settings import settings
from pkgrs.gui.versions import PackageVersionsTable
from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Optional

__all__ = ["BrowsePackageDialog", "BrowsePackagePane", "BrowsePackageWidget"]


class BrowsePackageWidget(ContextViewMixin, QtWidgets.QWidget):
    """A name, the versions of the package of that name, and all about the one that is selected.

    Args:
        context_model: The context, in whose repositories packages are looked for.
        lock_package: Whether the name stays.
        package_selectable_callback: Called with each package; says whether it can be selected.

    Attributes:
        packageSelected: Sent when another is selected.
    """

    packageSelected = QtCore.Signal()

    def __init__(self, context_model: Optional[ContextModel] = None, parent: Any = None, lock_package: bool = False,
                 package_selectable_callback: Optional[Callable[[Any], bool]] = None) -> None:
        QtWidgets.QWidget.__init__(self, parent)
        ContextViewMixin.__init__(self, context_model)
        self.edit = PackageLineEdit(self.context_model, family_only=True)
        self.edit.setVisible(not lock_package)
        self.versions_table = PackageVersionsTable(self.context_model, callback=package_selectable_callback)
        self.package_tab = PackageTabWidget(self.context_model)
        splitter = ConfiguredSplitter.below(
            settings(), "layout/splitter/browse_package", self.versions_table, self.package_tab)
        create_pane([self.edit, (splitter, 1)], False, parent_widget=self)
        self.edit.focusOutViaKeyPress.connect(self._show_package)
        self.edit.words.activated.connect(lambda *_: self._show_package(self.edit.text()))
        self.versions_table.itemSelectionChanged.connect(self._selected)

    def set_package_text(self, txt: Optional[str]) -> None:
        """Show the package of a request, and select the latest version that it allows."""
        try:
            request = Requirement(str(txt or ""))
            name, range_ = request.name or "", request.range
        except Exception:  # it is but half typed
            name, range_ = str(txt), None
        self.edit.setText(name)
        self.versions_table.set_package_name(name)
        if range_ is not None:
            self.versions_table.select_version(range_)

    def current_package(self) -> Any:
        """The package that is selected, or None."""
        return self.versions_table.current_package()

    def _show_package(self, name: str) -> None:
        self.versions_table.set_package_name(name.strip())
        self.versions_table.setFocus()

    def _selected(self) -> None:
        self.package_tab.set_package(self.current_package())
        self.packageSelected.emit()


class BrowsePackagePane(ContextViewMixin, QtWidgets.QTabWidget):
    """Looks for packages, in repositories that can be changed.

    Args:
        context_model: The context, to which the repositories belong.
    """

    def __init__(self, context_model: Optional[ContextModel] = None, parent: Any = None) -> None:
        QtWidgets.QTabWidget.__init__(self, parent)
        ContextViewMixin.__init__(self, context_model)
        self.browse = BrowsePackageWidget(self.context_model)
        self.settings = ContextSettingsWidget(self.context_model, attributes=("packages_path",))
        self.addTab(self.browse, get_icon("package", as_qicon=True), "packages")
        self.addTab(self.settings, get_icon("cog", as_qicon=True), "settings")


class BrowsePackageDialog(StoreSizeMixin, QtWidgets.QDialog):
    """Asks for a package.

    Args:
        context_model: The context, in whose repositories packages are looked for.
        package_text: A request, to start from.
        close_only: Whether there is nothing to be chosen.
        lock_package: Whether the name stays.
        package_selectable_callback: Called with each package; says whether it can be chosen.

    Attributes:
        package: The package that was chosen, or None.
    """

    def __init__(self, context_model: Optional[ContextModel], package_text: Optional[str] = None, parent: Any = None,
                 close_only: bool = False, lock_package: bool = False,
                 package_selectable_callback: Optional[Callable[[Any], bool]] = None) -> None:
        QtWidgets.QDialog.__init__(self, parent)
        StoreSizeMixin.__init__(self, settings(), "layout/window/browse_package")
        self.setWindowTitle("Find Package")
        self.package: Any = None
        self._titled = lock_package  # by who opens it
        self.widget = BrowsePackageWidget(context_model, lock_package=lock_package,
                                          package_selectable_callback=package_selectable_callback)
        close_btn = QtWidgets.QPushButton("Close" if close_only else "Cancel")
        self.ok_btn = QtWidgets.QPushButton("Ok")
        self.ok_btn.setVisible(not close_only)
        self.ok_btn.setEnabled(False)
        for button in (close_btn, self.ok_btn):
            button.setAutoDefault(False)  # return belongs to the name
        create_pane([(self.widget, 1), create_pane([None, close_btn, self.ok_btn], True)], False, parent_widget=self)
        close_btn.clicked.connect(self.close)
        self.ok_btn.clicked.connect(self._choose)
        self.widget.packageSelected.connect(self._selected)
        self.widget.set_package_text(package_text)

    def _selected(self) -> None:
        package = self.widget.current_package()
        self.ok_btn.setEnabled(package is not None)
        if not self._titled:
            self.setWindowTitle("Find Package" if package is None else "Find Package - %s" % package.qualified_name)

    def _choose(self) -> None:
        self.package = self.widget.current_package()
        self.close()


offer(BrowsePackageDialog)
