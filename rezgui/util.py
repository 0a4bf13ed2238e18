"""Rez's `rezgui.util`."""
from pkgrs.gui.helpers import add_menu_action, create_pane, create_toolbutton, get_timestamp_str, interp_color, update_font
from pkgrs.gui.icons import get_icon, get_icon_widget
