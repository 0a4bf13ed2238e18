from pkgrs.plugin.defaults.build_process import *
