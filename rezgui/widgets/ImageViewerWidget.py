"""Rez's `rezgui.widgets.ImageViewerWidget`."""
from pkgrs.gui.graphs import GraphicsView, ImageViewerWidget
