"""Rez's `rezgui.objects.ProcessTrackerThread`."""
from pkgrs.gui.tasks import ProcessTrackerThread
