"""Rez's `rez.utils.amqp`."""
import socket

from pkgrs.context.track import *
from rez._surface import surface

surface(__name__, "pkgrs.context.track", lazy={
    "urllib": "urllib",
}, live=["_num_pending", "_thread"])
