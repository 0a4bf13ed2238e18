"""Rez's `rezgui.widgets.BrowsePackageWidget`."""
from pkgrs.gui.browse import BrowsePackageWidget
