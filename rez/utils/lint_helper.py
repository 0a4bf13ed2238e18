"""Rez's `rez.utils.lint_helper`: package definitions import names from here for their editor's sake, and get None."""
import sys
from types import ModuleType


class NoneModule(ModuleType):
    """Module whose every name is None."""

    def __getattr__(self, name):
        return None


_module = NoneModule(__name__)
_module.__dict__.update(__spec__=__spec__, __loader__=__spec__.loader, __package__=__package__)
sys.modules[__name__] = _module
