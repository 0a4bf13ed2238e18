"""Rez's `rezgui.widgets.StreamableTextEdit`."""
from pkgrs.gui.texts import StreamableTextEdit
