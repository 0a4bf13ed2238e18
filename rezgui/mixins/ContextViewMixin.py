"""Rez's `rezgui.mixins.ContextViewMixin`."""
from pkgrs.gui.mixins import ContextViewMixin
