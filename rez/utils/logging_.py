"""Rez's `rez.utils.logging_`."""
import logging
import os
import sys
import time
from contextlib import contextmanager

from pkgrs.base.log import *
from pkgrs.terminal.logging import view_file_logs
from rez._surface import surface

surface(__name__, "pkgrs.base.log", "pkgrs.terminal.logging")
