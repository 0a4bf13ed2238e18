"""Rez's `rezgui.widgets.PackageVersionsTable`."""
from pkgrs.gui.versions import PackageVersionsTable
