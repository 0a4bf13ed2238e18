"""Rez's `rezgui.widgets.ContextToolsWidget`."""
from pkgrs.gui.tools import ContextToolsWidget
