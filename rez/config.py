"""Rez's `rez.config`."""
from __future__ import annotations

import copy
import os
import re
from functools import lru_cache
from inspect import ismodule

import rez
from pkgrs.config.settings import *
from pkgrs.config.config import *
from rez._surface import surface

surface(
    __name__, "pkgrs.config.settings", "pkgrs.config.config", "pkgrs.config.layers", "pkgrs.config.plugins",
    "pkgrs.plugin.types")
