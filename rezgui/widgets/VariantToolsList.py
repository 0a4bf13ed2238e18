"""Rez's `rezgui.widgets.VariantToolsList`."""
from pkgrs.gui.tools import VariantToolsList
