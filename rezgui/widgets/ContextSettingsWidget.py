"""Rez's `rezgui.widgets.ContextSettingsWidget`."""
from pkgrs.gui.context_settings import ContextSettingsWidget
