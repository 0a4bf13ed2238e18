"""Tables outlive a solve, but not those of a family whose requirements depend on the context."""
from pathlib import Path

import pytest

from pkgrs.context.context import ResolvedContext

STUDIO = str(Path(__file__).parents[2] / "docs" / "examples" / "packages")


@pytest.mark.parametrize("requests", [
    (["crowd", "maya-2024"], ["crowd"], ["~maya-2022", "crowd", "maya"]),
    (["crowd"], ["crowd", "maya"], ["crowd", "python-3"]),
    (["crowd", "maya"], ["maya"], ["crowd", "maya-2022"]),
])
def test_order_of_resolves_does_not_matter(requests):
    def resolved(request):
        context = ResolvedContext(request, package_paths=[STUDIO], add_implicit_packages=False)
        return [variant.qualified_name for variant in context.resolved_packages]

    forward = [resolved(request) for request in requests]
    backward = [resolved(request) for request in reversed(requests)]
    assert forward == backward[::-1]
