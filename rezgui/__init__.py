"""Rez's `rezgui`."""
from pkgrs.gui import application_name, organisation_name
