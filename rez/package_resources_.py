"""What `rez.package_resources` was named before Rez 3.0."""
from rez._surface import renamed

renamed(__name__, "rez.package_resources")
