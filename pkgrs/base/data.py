"""Small tools for data: dictionaries, lazily computed attributes, metaclasses."""
from pkgrs.base.attrdict import *
from pkgrs.base.descriptors import *
from pkgrs.base.dicts import *
from pkgrs.base.metaclasses import *
