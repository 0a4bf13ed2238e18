"""Fixtures: overridden settings are put back."""
import pytest

from pkgrs.config.config import config


@pytest.fixture
def override():
    """A function that overrides settings until the test ends."""
    names = []

    def apply(name, value):
        names.append(name)
        config.override(name, value)

    yield apply
    for name in names:
        config.remove_override(name)
