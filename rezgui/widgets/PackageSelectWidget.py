"""Rez's `rezgui.widgets.PackageSelectWidget`."""
import pkgrs.gui.browse  # which offers the dialog that this opens
from pkgrs.gui.requests import PackageSelectWidget
