from pkgrs.plugin.defaults.release_hook import *
