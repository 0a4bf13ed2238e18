"""Rez's `rezgui.widgets.SearchableTextEdit`."""
from pkgrs.gui.texts import SearchableTextEdit
