"""Rez's `rezgui.objects.App`."""
from pkgrs.gui.application import App, get_app

app = get_app()
