"""Rez's `rezgui.mixins.StoreSizeMixin`."""
from pkgrs.gui.mixins import StoreSizeMixin
