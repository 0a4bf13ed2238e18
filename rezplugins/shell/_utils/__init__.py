"""Rez's `rezplugins.shell._utils`."""
