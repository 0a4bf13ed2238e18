"""All nodes."""
from pkgrs.base.walk import null

__all__ = ["null"]
