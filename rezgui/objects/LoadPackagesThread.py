"""Rez's `rezgui.objects.LoadPackagesThread`."""
from pkgrs.gui.tasks import LoadPackagesThread
