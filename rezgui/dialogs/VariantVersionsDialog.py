"""Rez's `rezgui.dialogs.VariantVersionsDialog`."""
from pkgrs.gui.versions import VariantVersionsDialog
