"""Rez's `rezgui.widgets.ViewGraphButton`."""
from pkgrs.gui.graphs import ViewGraphButton
