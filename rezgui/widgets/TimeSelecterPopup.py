"""Rez's `rezgui.widgets.TimeSelecterPopup`."""
from pkgrs.gui.times import Canvas, TimeSelecterPopup
