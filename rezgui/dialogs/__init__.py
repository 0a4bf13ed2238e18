"""Rez's `rezgui.dialogs`."""
