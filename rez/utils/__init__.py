"""Rez's `rez.utils`."""
from contextlib import contextmanager
import sys
from typing import NoReturn

from pkgrs.base.flow import *
