"""Rez's `rezgui.widgets.TimestampWidget`."""
import pkgrs.gui.browse  # which offers the dialog that this opens
from pkgrs.gui.times import TimestampWidget
