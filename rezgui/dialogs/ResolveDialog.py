"""Rez's `rezgui.dialogs.ResolveDialog`."""
from pkgrs.gui.resolve_dialog import ResolveDialog
