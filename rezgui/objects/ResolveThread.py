"""Rez's `rezgui.objects.ResolveThread`."""
from pkgrs.gui.tasks import ResolveThread
