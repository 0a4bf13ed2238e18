"""Rez's `rez.vendor.memcache.memcache`: `python-memcached` if it is installed, else its calls on `pymemcache`."""
import sys

try:
    import memcache
except ImportError:
    from pkgrs.vendor import memcache

sys.modules[__name__] = memcache
