"""The installed `typing_extensions`."""
import sys

import typing_extensions

sys.modules[__name__] = typing_extensions
