"""Rez's `rezgui.windows`."""
