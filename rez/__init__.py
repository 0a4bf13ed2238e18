"""Rez's `rez`."""
import os
import sys
import warnings

from pkgrs.base.rez_version import _rez_version
from pkgrs.terminal.signals import install_signal_handler
from pkgrs.terminal.start import start_logging as _init_logging

__version__ = _rez_version
__author__ = "Allan Johns"
__license__ = "Apache-2.0"

module_root_path = __path__[0]

_init_logging()
action = install_signal_handler()

if os.getenv("REZ_LOG_DEPRECATION_WARNINGS"):
    from pkgrs.base.deprecate import show_deprecation_warnings
    show_deprecation_warnings()

from rez import deprecations  # noqa: E402
from rez._surface import surface  # noqa: E402

surface(__name__, lazy={"rez": "rez", "utils": "rez.utils", "vendor": "rez.vendor"})
