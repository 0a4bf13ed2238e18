"""The installed `memcache` (python-memcached)."""
import sys

import memcache

sys.modules[__name__] = memcache
