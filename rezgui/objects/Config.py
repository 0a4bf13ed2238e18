"""Rez's `rezgui.objects.Config`."""
from pkgrs.gui.settings import Config
