"""Rez's `rezgui.app`."""
from pkgrs.gui.app import get_context_files, run
