"""Locks and values of a thread, without the import of `threading`, which hands out the same."""
from __future__ import annotations

try:
    from _thread import _local as local
    from _thread import allocate_lock as Lock
    from _thread import get_ident
except ImportError:
    from threading import Lock, get_ident, local

__all__ = ["Lock", "get_ident", "local"]
