"""Rez's `rez.package_repository`."""
import os
import threading
import time
from contextlib import contextmanager

from pkgrs.repository.base import *
from pkgrs.repository.manager import *
from rez._surface import surface

surface(__name__, "pkgrs.repository.manager", "pkgrs.repository.base", lazy={
    "Any": "typing:Any",
})
