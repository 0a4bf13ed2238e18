"""Rez's `rez.utils.filesystem`."""
import atexit
import errno
import ntpath
import os
import platform
import posixpath
import re
import shutil
import stat
import uuid
import weakref
from contextlib import contextmanager
from tempfile import mkdtemp
from threading import Lock
from uuid import uuid4

from pkgrs.base.files import *
from pkgrs.platform.current import platform_
from rez._surface import surface

surface(__name__, "pkgrs.base.files", "pkgrs.base.paths", "pkgrs.base.replace", "pkgrs.base.remove", "pkgrs.base.trees",
        "pkgrs.base.filenames", "pkgrs.base.tempdirs")
