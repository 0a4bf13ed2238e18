"""Rez's `rezgui.windows.MainWindow`."""
from pkgrs.gui.windows import MainWindow
