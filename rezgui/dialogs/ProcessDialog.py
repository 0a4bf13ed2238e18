"""Rez's `rezgui.dialogs.ProcessDialog`."""
from pkgrs.gui.tools import ProcessDialog
