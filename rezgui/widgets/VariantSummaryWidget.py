"""Rez's `rezgui.widgets.VariantSummaryWidget`."""
from pkgrs.gui.details import VariantSummaryWidget
