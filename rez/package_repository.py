"""Rez's `rez.package_repository`."""
import os
import threading
import time
from contextlib import contextmanager

from pkgrs.base.data import cached_property
from pkgrs.base.resources import ResourceHandle, ResourcePool
from pkgrs.config.config import config
from pkgrs.errors import ResourceError
from pkgrs.plugin.manager import plugin_manager
from pkgrs.repository.base import *
from pkgrs.repository.manager import *
from rez._surface import surface

surface(__name__, "pkgrs.repository.manager", "pkgrs.repository.base")
