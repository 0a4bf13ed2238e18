"""What is known of a package: summary, variants, help and all the rest."""
from __future__ import annotations

from io import StringIO

from pkgrs.errors import RezError
from pkgrs.gui.graphs import ViewGraphButton
from pkgrs.gui.helpers import Table, clickable, create_pane, get_icon, get_icon_widget, get_timestamp_str
from pkgrs.gui.loading import PackageLoadingWidget
from pkgrs.gui.mixins import ContextViewMixin
from pkgrs.gui.model import ContextModel
from pkgrs.gui.qt import Qt, QtCore, QtGui, QtWidgets, tell
from pkgrs.gui.texts import StreamableTextEdit, VariantChangelogEdit
from pkgrs.gui.tools import VariantToolsList
from pkgrs.gui.versions import VariantVersionsWidget
from pkgrs.package.model import Package
from pkgrs.query.help import PackageHelp
from pkgrs.version.range import VersionRange

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional, Tuple

__all__ = [
    "HelpEntryWidget", "PackageTabWidget", "VariantDetailsWidget", "VariantHelpWidget", "VariantSummaryWidget", "VariantsList",
]


class VariantSummaryWidget(QtWidgets.QWidget):
    """What a package is, in a few lines."""

    MAX_DESCRIPTION = 1000

    def __init__(self, parent: Any = None) -> None:
        QtWidgets.QWidget.__init__(self, parent)
        self.variant: Any = None
        self.label = QtWidgets.QLabel()
        self.table = Table()
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(True)
        create_pane([self.label, (self.table, 1)], False, parent_widget=self, compact=True)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.label.setText("no package selected")
        self.table.fill(())
        self.setEnabled(False)

    def set_variant(self, variant: Any) -> None:
        """Show a variant, or a package; nothing if None."""
        self.variant = variant
        if variant is None:
            self.clear()
            return
        package: Any = variant if isinstance(variant, Package) else variant.parent
        self.setEnabled(True)
        self.label.setText("%s@%s" % (package.qualified_name, package.wrapped.location))
        entries = self._entries(variant, package)
        self.table.fill([(text,) for _, text in entries], ["%s:" % name for name, _ in entries])
        self.table.resizeRowsToContents()

    def _entries(self, variant: Any, package: Any) -> List[Tuple[str, str]]:
        description = (variant.description or "").strip()
        if len(description) > self.MAX_DESCRIPTION:
            description = description[:self.MAX_DESCRIPTION] + "..."
        requires = "; ".join(map(str, package.requires or ()))
        own = () if variant is package or variant.index is None else package.variants[variant.index]
        if own:
            requires = "; ".join(filter(None, (requires, "[%s]" % "; ".join(map(str, own)))))
        entries = [
            ("description", description), ("location", package.uri),
            ("released", get_timestamp_str(variant.timestamp) if variant.timestamp else ""),
            ("authors", "; ".join(variant.authors or ())), ("requires", requires)]
        return [entry for entry in entries if entry[1]]


class VariantsList(Table):
    """The variants of a package, of which one is marked."""

    def __init__(self, parent: Any = None) -> None:
        Table.__init__(self, parent=parent)
        self.package: Any = None
        self.variant: Any = None

    def set_package(self, package: Any) -> None:
        """Show the variants of a package; none if None."""
        self.package = package
        self.variant = None
        variants = package.iter_variants() if package is not None and package.num_variants else ()
        self.fill([("; ".join(map(str, variant.variant_requires)),) for variant in variants])

    def set_variant(self, variant: Any) -> None:
        """Show the variants of the package of one, which is marked; none if None."""
        if variant is None or isinstance(variant, Package):
            self.set_package(variant)
            return
        self.set_package(variant.parent)
        self.variant = variant
        marked = self.item(variant.index, 0) if variant.index is not None else None
        if marked is not None:
            marked.setBackground(self.palette().brush(QtGui.QPalette.ColorRole.Highlight))
            marked.setForeground(self.palette().brush(QtGui.QPalette.ColorRole.HighlightedText))


class HelpEntryWidget(QtWidgets.QWidget):
    """A section of help, which opens when it is clicked.

    Args:
        help_: The help.
        index: Number of the section.

    Attributes:
        clicked: Sent when it was clicked.
    """

    clicked = QtCore.Signal()

    def __init__(self, help_: PackageHelp, index: int, parent: Any = None) -> None:
        QtWidgets.QWidget.__init__(self, parent)
        self.help_ = help_
        self.index = index
        clickable(self)
        create_pane([get_icon_widget("help"), QtWidgets.QLabel(help_.sections[index][0]), None], True,
                    parent_widget=self, compact=True)
        self.setToolTip(str(help_.sections[index][1]))

    def mouseReleaseEvent(self, event: Any) -> None:
        """Open it."""
        if event.button() == Qt.MouseButton.LeftButton:
            try:
                self.help_.open(self.index)
            except (RezError, OSError) as error:
                tell(self.window(), "Failed to open the help", str(error), bad=True)
        self.clicked.emit()


class VariantHelpWidget(ContextViewMixin, PackageLoadingWidget):
    """Help on a package: that of its latest version that has any, and that of the version itself.

    Args:
        context_model: The context, in whose repositories packages are looked for.
    """

    def __init__(self, context_model: Optional[ContextModel] = None, parent: Any = None) -> None:
        PackageLoadingWidget.__init__(self, parent)
        ContextViewMixin.__init__(self, context_model)
        self.variant: Any = None
        self.tables = [Table(), Table()]
        self.tab = QtWidgets.QTabWidget()
        for table in self.tables:
            self.tab.addTab(table, "")
        self.no_help_label = QtWidgets.QLabel("No help found.")
        self.no_help_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.set_main_widget(create_pane([(self.tab, 1), (self.no_help_label, 1)], False, compact=True))
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        for number, title in enumerate(("latest help", "help")):
            self.tables[number].fill(())
            self.tab.setTabText(number, title)
            self.tab.setTabEnabled(number, False)
        self.tab.hide()
        self.no_help_label.hide()

    def set_variant(self, variant: Any) -> None:
        """Show the help of a variant, or a package, when it is found; nothing if None."""
        self.stop_loading_packages()
        self.clear()
        self.variant = variant
        if variant is not None:
            self.load_packages(self.context_model.packages_path, variant.name, package_attributes=["help"],
                               callback=lambda package: not package.help)

    def set_packages(self, packages: List[Any]) -> None:
        """Show the help, which has been read."""
        exact = VersionRange.from_version(self.variant.version, "==")
        for number, (range_, title) in enumerate(((None, "latest help (%s)"), (exact, "help for %s"))):
            try:
                found = PackageHelp(self.variant.name, range_, paths=self.context_model.packages_path)
            except RezError as error:
                self.tables[number].fill([(str(error),)])
                self.tab.setTabEnabled(number, True)
                continue
            self.tab.setTabEnabled(number, found.success)
            if found.success:
                assert found.package is not None
                self.tab.setTabText(number, title % found.package.qualified_name)
                self.tables[number].fill([[HelpEntryWidget(found, row)] for row in range(len(found.sections))])
        has_help = any(map(self.tab.isTabEnabled, range(2)))
        self.tab.setVisible(has_help)
        self.no_help_label.setVisible(not has_help)


class VariantDetailsWidget(ContextViewMixin, QtWidgets.QWidget):
    """All that a package's definition says.

    Args:
        context_model: The context.
    """

    def __init__(self, context_model: Optional[ContextModel] = None, parent: Any = None) -> None:
        QtWidgets.QWidget.__init__(self, parent)
        ContextViewMixin.__init__(self, context_model)
        self.variant: Any = None
        self.edit = StreamableTextEdit()
        self.view_graph_btn = ViewGraphButton(self.context_model)
        create_pane([(self.edit, 1), create_pane([None, self.view_graph_btn], True, compact=True)], False,
                    parent_widget=self, compact=True)
        self._contextChanged()
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.edit.clear()
        self.setEnabled(False)

    def set_variant(self, variant: Any) -> None:
        """Show a variant, or a package; nothing if None."""
        self.clear()
        self.variant = variant
        if variant is not None:
            self.setEnabled(True)
            buf = StringIO()
            variant.print_info(buf, skip_attributes=("changelog",))
            self.edit.setPlainText(buf.getvalue())
            self.view_graph_btn.set_variant(variant)

    def _contextChanged(self, flags: int = 0) -> None:
        self.view_graph_btn.setVisible(self.context() is not None)


class PackageTabWidget(ContextViewMixin, QtWidgets.QTabWidget):
    """All about a package, in tabs; each is filled when it is looked at.

    Args:
        context_model: The context.
        versions_tab: Whether there is a tab of its versions.
    """

    def __init__(self, context_model: Optional[ContextModel] = None, versions_tab: bool = False, parent: Any = None) -> None:
        QtWidgets.QTabWidget.__init__(self, parent)
        ContextViewMixin.__init__(self, context_model)
        self.variant: Any = None
        model = self.context_model
        self.summary_widget = VariantSummaryWidget()
        self.versions_widget = VariantVersionsWidget(model) if versions_tab else None
        self.variants_widget = VariantsList()
        self.tools_widget = VariantToolsList(model)
        self.changelog_edit = VariantChangelogEdit()
        self.help_widget = VariantHelpWidget(model)
        self.details_widget = VariantDetailsWidget(model)
        for widget, icon, title in (
                (self.summary_widget, "package", "package summary"), (self.versions_widget, "versions", "versions"),
                (self.variants_widget, "variant", "variants"), (self.tools_widget, "tools", "tools"),
                (self.changelog_edit, "changelog", "changelog"), (self.help_widget, "help", "help"),
                (self.details_widget, "info", "details")):
            if widget is not None:
                self.addTab(widget, get_icon(icon, as_qicon=True), title)
        self.currentChanged.connect(self._fill)
        self.setEnabled(False)

    def set_package(self, package: Any) -> None:
        """Show a package; nothing if None."""
        self.set_variant(package)

    def set_variant(self, variant: Any) -> None:
        """Show a variant; nothing if None."""
        self.variant = variant
        self.setEnabled(variant is not None)
        package = variant if variant is None or isinstance(variant, Package) else variant.parent
        self._count(self.variants_widget, "variants", 0 if package is None or not package.variants else package.num_variants)
        self._count(self.tools_widget, "tools", 0 if variant is None else len(variant.tools or ()))
        if not self.isTabEnabled(self.currentIndex()):
            self.setCurrentIndex(0)
        self._fill()

    def _count(self, widget: Any, title: str, count: int) -> None:
        tab = self.indexOf(widget)
        self.setTabText(tab, "%s (%d)" % (title, count) if count else title)
        self.setTabEnabled(tab, count > 0)

    def _fill(self, *_: Any) -> None:
        widget = self.currentWidget()
        if widget.variant is not self.variant:
            widget.set_variant(self.variant)
