"""Rez's `rezgui.models`."""
