"""Rez's `rezgui.widgets.VariantVersionsWidget`."""
import pkgrs.gui.browse  # which offers the dialog that this opens
from pkgrs.gui.versions import VariantVersionsWidget
