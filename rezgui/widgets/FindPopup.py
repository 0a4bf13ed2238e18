"""Rez's `rezgui.widgets.FindPopup`."""
from pkgrs.gui.texts import FindPopup
