"""The dot language."""
from pkgrs.base.dot import read_dot as read
from pkgrs.base.dot import write_plain_dot as write

__all__ = ["read", "write"]
