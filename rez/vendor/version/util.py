"""What `rez.version._util` was named before Rez 3.0."""
from rez._surface import renamed

renamed(__name__, "rez.version._util")
