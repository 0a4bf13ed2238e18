"""The standard library's `enum`."""
import enum
import sys

sys.modules[__name__] = enum
