"""Rez's `rez.utils.platform_mapped`."""
import re

from pkgrs.platform.mapped import platform_mapped
from rez._surface import surface

surface(__name__, "pkgrs.platform.mapped")
