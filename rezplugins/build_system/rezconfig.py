from pkgrs.plugin.defaults.build_system import *
