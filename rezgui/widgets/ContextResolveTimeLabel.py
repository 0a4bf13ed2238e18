"""Rez's `rezgui.widgets.ContextResolveTimeLabel`."""
from pkgrs.gui.context_details import ContextResolveTimeLabel
