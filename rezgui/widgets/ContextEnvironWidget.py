"""Rez's `rezgui.widgets.ContextEnvironWidget`."""
from pkgrs.gui.environment import ContextEnvironWidget
