"""Rez's `rezgui.dialogs.ImageViewerDialog`."""
from pkgrs.gui.graphs import ImageViewerDialog
