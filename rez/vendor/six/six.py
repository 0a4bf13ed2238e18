"""The installed `six`."""
import sys

import six

sys.modules[__name__] = six
