"""Rez's `rezgui.widgets.ChangelogEdit`."""
from pkgrs.gui.texts import ChangelogEdit, plaintext_to_html, VariantChangelogEdit
