"""Versions of packages."""
from __future__ import annotations

from pkgrs.base.text import positional_number_string
from pkgrs.gui.chooser import choose_package
from pkgrs.gui.helpers import Table, create_pane, get_icon_widget, get_timestamp_str, update_font
from pkgrs.gui.loading import PackageLoadingWidget
from pkgrs.gui.mixins import ContextViewMixin, StoreSizeMixin
from pkgrs.gui.model import ContextModel
from pkgrs.gui.qt import Qt, QtCore, QtWidgets, execute
from pkgrs.gui.settings import settings
from pkgrs.gui.tasks import Task
from pkgrs.gui.texts import ChangelogEdit
from pkgrs.package.filter import PackageFilterList
from pkgrs.package.find import iter_packages
from pkgrs.version.range import VersionRange

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional

__all__ = ["PackageVersionsTable", "VariantVersionsDialog", "VariantVersionsTable", "VariantVersionsWidget"]

_HEADINGS = ["path", "released"]


def _released(package: Any) -> str:
    return get_timestamp_str(package.timestamp) if package.timestamp else "-"


def _newest_first(name: str, paths: List[str], range_: Any = None) -> List[Any]:
    return sorted(iter_packages(name, range_=range_, paths=paths), key=lambda package: package.version, reverse=True)


class PackageVersionsTable(ContextViewMixin, Table):
    """The versions of a package, of which one can be selected.

    Args:
        context_model: The context, in whose repositories they are looked for.
        callback: Called with each package; says whether it can be selected.

    Attributes:
        loaded: Sent when the versions are there.
    """

    loaded = QtCore.Signal()

    def __init__(self, context_model: Optional[ContextModel] = None, parent: Any = None,
                 callback: Optional[Callable[[Any], bool]] = None) -> None:
        Table.__init__(self, _HEADINGS, parent, selectable=True)
        ContextViewMixin.__init__(self, context_model)
        self.callback = callback
        self.package_name: Optional[str] = None
        self.packages: Dict[int, Any] = {}
        self._wanted: Any = None
        self._task: Optional[Task] = None

    def clear(self) -> None:
        """Show nothing."""
        self.packages = {}
        self.fill(())

    def refresh(self) -> None:
        """Find the versions anew."""
        self.set_package_name(self.package_name)

    def current_package(self) -> Any:
        """The package that is selected, or None."""
        rows = self.selectionModel().selectedRows()
        return self.packages.get(rows[0].row()) if rows else None

    def select_version(self, version_range: Any) -> Any:
        """Select the latest version of a range.

        Returns:
            The version, or None if there is none, or they are yet to be found; it is selected then.
        """
        if self._task is not None:
            self._wanted = version_range
            return None
        self.clearSelection()
        for row, package in self.packages.items():
            if package.version in version_range and self.item(row, 0).flags() & Qt.ItemFlag.ItemIsSelectable:
                self.selectRow(row)
                return package.version
        return None

    def set_package_name(self, package_name: Optional[str]) -> None:
        """Show the versions of a package, when they are found; nothing if None."""
        if self._task is not None:
            self._task.dropped = True
        self.package_name = package_name
        self._wanted = None
        self.clear()
        if not package_name:
            self._task = None
            return
        paths = list(self.context_model.packages_path)

        def find() -> List[Any]:
            try:
                packages = _newest_first(package_name, paths)
                for package in packages:
                    package.timestamp  # read here, not where it is shown
                return packages
            except Exception:  # it is a name that nothing has, or can have
                return []

        task = Task(find, self._show)
        self._task = task
        task.start()

    def _show(self, packages: List[Any]) -> None:
        self._task = None
        self.packages = dict(enumerate(packages))
        self.setEnabled(bool(packages))
        self.fill([(package.uri, _released(package)) for package in packages], [str(package.version) for package in packages])
        for row, package in self.packages.items():
            if self.callback is not None and not self.callback(package):
                for column in range(2):
                    self.item(row, column).setFlags(Qt.ItemFlag.NoItemFlags)
        self.select_version(VersionRange() if self._wanted is None else self._wanted)
        self.loaded.emit()

    def _contextChanged(self, flags: int = 0) -> None:
        if flags & ContextModel.PACKAGES_PATH_CHANGED:
            self.refresh()


class VariantVersionsTable(ContextViewMixin, Table):
    """The versions of a package, where that of a variant, and that of another, are marked.

    Args:
        context_model: The context.
        reference_variant: The other; if given, versions between the two are shown only.
    """

    def __init__(self, context_model: Optional[ContextModel] = None, reference_variant: Any = None,
                 parent: Any = None) -> None:
        Table.__init__(self, _HEADINGS, parent)
        ContextViewMixin.__init__(self, context_model)
        self.variant: Any = None
        self.reference_variant = reference_variant
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.variant = None
        self.num_versions = self.version_index = self.reference_version_index = -1
        self.fill(())

    def refresh(self) -> None:
        """Find the versions anew."""
        self.set_variant(self.variant)

    def set_variant(self, variant: Any) -> None:
        """Show the versions of a variant's package; nothing if None."""
        if variant is None or variant.wrapped.location not in self.context_model.packages_path:
            self.clear()
            self.variant = variant
        else:
            range_ = range_between(variant, self.reference_variant)
            self.set_packages(variant, _newest_first(variant.name, self.context_model.packages_path, range_))

    def set_packages(self, variant: Any, packages: List[Any]) -> None:
        """Show the versions of a variant's package, which have been found, the latest first."""
        self.variant = variant
        self.fill([(self._path(package), _released(package)) for package in packages],
                  [str(package.version) for package in packages])
        versions = [package.version for package in packages]
        self.num_versions = len(versions)
        self.version_index = self._mark(versions, variant, italic=False)
        self.reference_version_index = self._mark(versions, self.reference_variant, italic=True)
        self.resizeColumnsToContents()  # bold texts are wider

    def _path(self, package: Any) -> Any:
        icons = []
        context = self.context()
        if context is not None and package.timestamp and package.timestamp > context.timestamp:
            icons.append(get_icon_widget("clock_warning", "package did not exist at time of resolve"))
        rule = PackageFilterList.from_pod(self.context_model.package_filter or []).excludes(package)
        if rule:
            icons.append(get_icon_widget("excluded", "package was excluded by rule %s" % rule))
        return create_pane([*icons, QtWidgets.QLabel(package.uri), None], True, compact=True) if icons else package.uri

    def _mark(self, versions: List[Any], variant: Any, italic: bool) -> int:
        if variant is None or variant.version not in versions:
            return -1
        row = versions.index(variant.version)
        cells = [self.verticalHeaderItem(row), *(self.item(row, column) for column in range(2))]
        for cell in cells:
            if cell is not None:
                update_font(cell, bold=True, italic=italic)
        return row

    def get_reference_difference(self) -> Optional[int]:
        """How many versions the variant is ahead of the other one, if both are shown."""
        if -1 in (self.version_index, self.reference_version_index):
            return None
        return self.reference_version_index - self.version_index


def range_between(variant: Any, other: Any) -> Any:
    """The range from one version to the other; None if the other is None, or of another package."""
    if other is None or other.name != variant.name:
        return None
    return VersionRange.as_span(*sorted((variant.version, other.version)))


class VariantVersionsWidget(ContextViewMixin, PackageLoadingWidget):
    """The versions of a package, and their changelogs.

    Args:
        context_model: The context.
        reference_variant: See `VariantVersionsTable`.
        in_window: Whether it is in a window of its own.

    Attributes:
        closeWindow: Sent when that window is to be closed.
    """

    closeWindow = QtCore.Signal()

    def __init__(self, context_model: Optional[ContextModel] = None, reference_variant: Any = None,
                 in_window: bool = False, parent: Any = None) -> None:
        PackageLoadingWidget.__init__(self, parent)
        ContextViewMixin.__init__(self, context_model)
        self.variant: Any = None
        self.reference_variant = reference_variant
        self.in_window = in_window
        self._untold: List[Any] = []
        self.label = QtWidgets.QLabel()
        self.table = VariantVersionsTable(self.context_model, reference_variant=reference_variant)
        self.changelog_edit = ChangelogEdit()
        self.tab = QtWidgets.QTabWidget()
        self.tab.addTab(self.table, "list view")
        self.tab.addTab(self.changelog_edit, "changelogs")
        self.tab.currentChanged.connect(self._tell_changes)
        entries = [("Close", self.closeWindow.emit)] if in_window else [
            ("Browse Versions...", self._browse), ("View In Window...", self._open_window)]
        buttons = []
        for text, slot in entries:
            button = QtWidgets.QPushButton(text)
            button.clicked.connect(lambda *_, slot=slot: slot())
            buttons.append(button)
        buttons_pane = create_pane([None, *buttons], True, compact=not in_window)
        self.set_main_widget(create_pane([self.label, (self.tab, 1), buttons_pane], False, compact=True))
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.label.setText("no package selected")
        self.table.clear()
        self.changelog_edit.clear()
        self._untold = []
        self.setEnabled(False)

    def refresh(self) -> None:
        """Find the versions anew."""
        self.set_variant(self.variant)

    def set_variant(self, variant: Any) -> None:
        """Show the versions of a variant's package, when they are found; nothing if None."""
        self.stop_loading_packages()
        self.clear()
        self.variant = variant
        if variant is None:
            return
        paths = self.context_model.packages_path
        if variant.wrapped.location not in paths:
            self.label.setText("not on the package search path")
            return
        self.load_packages(paths, variant.name, range_between(variant, self.reference_variant), ["timestamp", "changelog"])

    def set_packages(self, packages: List[Any]) -> None:
        """Show the versions, which have been found."""
        self.setEnabled(True)
        self.table.set_packages(self.variant, packages)
        self.label.setText(self._summary())
        self._untold = packages
        self._tell_changes()

    def _summary(self) -> str:
        ahead = self.table.get_reference_difference()
        if ahead is not None:
            count = abs(ahead)
            return "Package is %d %s %s" % (
                count, "version" if count == 1 else "versions", "behind" if ahead < 0 else "ahead")
        index, count = self.table.version_index, self.table.num_versions
        if count == 1:
            rank = "only"
        elif index == 0:
            rank = "latest"
        else:
            rank = "%s latest" % positional_number_string(index + 1)
        text = "%s is the %s package" % (self.variant.qualified_package_name, rank)
        return "%s of %d packages" % (text, count) if count > 1 else text

    def _tell_changes(self, *_: Any) -> None:
        if self._untold and self.tab.currentWidget() is self.changelog_edit:  # they may be long
            self.changelog_edit.set_packages(self._untold)
            self._untold = []

    def _open_window(self) -> None:
        execute(VariantVersionsDialog(self.context_model, self.variant, parent=self.window()))

    def _browse(self) -> None:
        choose_package(self.context_model, "Versions - %s" % self.variant.name, parent=self.window(), close_only=True,
                       package_text=self.variant.qualified_package_name, lock_package=True)


class VariantVersionsDialog(StoreSizeMixin, QtWidgets.QDialog):
    """The versions of a package, in a window. See `VariantVersionsWidget`."""

    def __init__(self, context_model: ContextModel, variant: Any, reference_variant: Any = None, parent: Any = None) -> None:
        QtWidgets.QDialog.__init__(self, parent)
        StoreSizeMixin.__init__(self, settings(), "layout/window/package_versions")
        self.setWindowTitle("Package Versions")
        self.versions_widget = VariantVersionsWidget(context_model, reference_variant=reference_variant, in_window=True)
        create_pane([self.versions_widget], False, parent_widget=self, compact=True)
        self.versions_widget.closeWindow.connect(self.close)
        self.versions_widget.set_variant(variant)
