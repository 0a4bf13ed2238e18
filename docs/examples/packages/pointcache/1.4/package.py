name = "pointcache"

version = "1.4"

description = "A cache library."


def commands():
    env.POINTCACHE_VERSION = "{version}"
