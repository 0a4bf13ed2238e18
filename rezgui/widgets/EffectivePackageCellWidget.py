"""Rez's `rezgui.widgets.EffectivePackageCellWidget`."""
from pkgrs.gui.requests import EffectivePackageCellWidget
