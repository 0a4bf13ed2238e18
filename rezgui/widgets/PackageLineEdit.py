"""Rez's `rezgui.widgets.PackageLineEdit`."""
from pkgrs.gui.requests import PackageLineEdit
