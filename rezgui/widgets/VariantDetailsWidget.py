"""Rez's `rezgui.widgets.VariantDetailsWidget`."""
from pkgrs.gui.details import VariantDetailsWidget
