"""Rez's `rezgui.widgets.ToolWidget`."""
from pkgrs.gui.tools import ToolWidget
