"""Rez's `rezgui.widgets.IconButton`."""
from pkgrs.gui.helpers import IconButton
