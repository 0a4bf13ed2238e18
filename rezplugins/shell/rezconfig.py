from pkgrs.plugin.defaults.shell import *
