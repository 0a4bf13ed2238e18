"""Rez's `rezgui.dialogs.WriteGraphDialog`."""
from pkgrs.gui.graphs import graph_file_lookup, view_graph, WriteGraphDialog, Writer
