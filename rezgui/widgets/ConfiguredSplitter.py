"""Rez's `rezgui.widgets.ConfiguredSplitter`."""
from pkgrs.gui.helpers import ConfiguredSplitter
