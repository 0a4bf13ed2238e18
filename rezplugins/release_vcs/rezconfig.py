from pkgrs.plugin.defaults.release_vcs import *
