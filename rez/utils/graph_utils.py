"""Rez's `rez.utils.graph_utils`."""
from pkgrs.context.graphs import *
from rez._surface import surface

surface(__name__, "pkgrs.context.graphs", lazy={
    "PackageRequestError": "rez.exceptions:PackageRequestError",
    "literal_eval": "ast:literal_eval",
    "pydot": "rez.vendor.pydot",
    "tempfile": "tempfile",
})
