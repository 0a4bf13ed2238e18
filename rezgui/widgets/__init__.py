"""Rez's `rezgui.widgets`."""
