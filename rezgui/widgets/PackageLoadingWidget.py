"""Rez's `rezgui.widgets.PackageLoadingWidget`."""
from pkgrs.gui.loading import PackageLoadingWidget
