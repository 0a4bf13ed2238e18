"""Rez's `rezgui.widgets.VariantCellWidget`."""
from pkgrs.gui.cells import VariantCellWidget
