"""Rez's `rezgui.windows.ContextSubWindow`."""
from pkgrs.gui.windows import ContextSubWindow
