"""Rez's `rezgui.widgets.BrowsePackagePane`."""
from pkgrs.gui.browse import BrowsePackagePane
