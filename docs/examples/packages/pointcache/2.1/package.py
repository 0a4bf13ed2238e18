name = "pointcache"

version = "2.1"

description = "A cache library."


def commands():
    env.POINTCACHE_VERSION = "{version}"
