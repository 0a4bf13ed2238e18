"""Rez's `rezgui.widgets.PackageTabWidget`."""
from pkgrs.gui.details import PackageTabWidget
