"""Rez's `rezgui.dialogs.AboutDialog`."""
from pkgrs.gui.windows import AboutDialog
