"""Rez's `rezgui.objects`."""
