"""Rez's `rez.rezconfig`: the settings and their defaults, also read as a configuration file."""
from __future__ import annotations

import os

from pkgrs.config.defaults import *
