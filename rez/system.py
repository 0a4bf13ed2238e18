"""Rez's `rez.system`."""
import os
import platform
import re

from pkgrs.base.descriptors import cached_property
from pkgrs.base.rez_version import _rez_version as __version__
from pkgrs.errors import RezSystemError
from pkgrs.platform import hooks
from pkgrs.platform.system import *
from rez._surface import surface

surface(__name__, "pkgrs.platform.system")


def _shell_types():
    from pkgrs.plugin.manager import plugin_manager
    return plugin_manager.get_plugins("shell")


def _summary():
    from pkgrs.plugin.manager import plugin_manager
    return plugin_manager.get_summary_string()


hooks.provide("shell_types", _shell_types)
hooks.provide("summary", _summary)
