"""Rez's `rezgui.mixins`."""
