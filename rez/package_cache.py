"""Rez's `rez.package_cache`."""
import errno
import json
import logging
import os
import platform
import random
import shutil
import stat
import subprocess
import sys
import threading
import time
from hashlib import sha1
from typing import Iterable, Iterator

from pkgrs.package.model import Variant
from pkgrs.store.payload_cache import *
from rez._surface import surface

surface(__name__, "pkgrs.store.payload_cache", "pkgrs.store.payload_pending", lazy={
    "ColorizedStreamHandler": "pkgrs.terminal.colour:ColorizedStreamHandler",
    "LockFile": "rez.vendor.lockfile:LockFile",
    "NotLocked": "rez.vendor.lockfile:NotLocked",
    "PixelSpinner": "rez.vendor.progress.spinner:PixelSpinner",
})
