"""Rez's `rezgui.widgets.ContextEnvironTable`."""
from pkgrs.gui.environment import ContextEnvironTable
