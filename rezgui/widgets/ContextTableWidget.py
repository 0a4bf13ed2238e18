"""Rez's `rezgui.widgets.ContextTableWidget`."""
from pkgrs.gui.cells import CellDelegate, CompareCell
from pkgrs.gui.context_table import ContextTableWidget
