"""Rez's `rezgui.widgets.ContextDetailsWidget`."""
from pkgrs.gui.context_details import ContextDetailsWidget
