name = "pointcache"

version = "2.0"

description = "A cache library."


def commands():
    env.POINTCACHE_VERSION = "{version}"
