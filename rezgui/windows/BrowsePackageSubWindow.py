"""Rez's `rezgui.windows.BrowsePackageSubWindow`."""
from pkgrs.gui.windows import BrowsePackageSubWindow
