"""Rez's `rezgui.widgets.VariantVersionsTable`."""
from pkgrs.gui.versions import VariantVersionsTable
