"""Rez's `rezgui.dialogs.BrowsePackageDialog`."""
from pkgrs.gui.browse import BrowsePackageDialog
