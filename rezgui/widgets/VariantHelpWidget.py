"""Rez's `rezgui.widgets.VariantHelpWidget`."""
from pkgrs.gui.details import HelpEntryWidget, VariantHelpWidget
