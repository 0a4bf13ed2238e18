from pkgrs.plugin.defaults.package_repository import *
