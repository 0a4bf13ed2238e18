"""What Rez brought along for Python 2; `functools` has it now."""
from rez._surface import renamed

renamed(__name__, "functools")
