"""Rez's `rezgui.models.ContextModel`."""
from pkgrs.gui.model import ContextModel
