"""Rez's `rezgui.widgets.VariantsList`."""
from pkgrs.gui.details import VariantsList
