"""Rez's `rezgui.widgets.ContextManagerWidget`."""
from pkgrs.gui.context_manager import ContextManagerWidget
