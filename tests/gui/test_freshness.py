"""Whether a resolved package is the latest."""
from typing import Any, Optional

import pytest

pytest.importorskip("Qt")
from pkgrs.context.context import ResolvedContext  # noqa: E402
from pkgrs.gui.freshness import freshness  # noqa: E402


@pytest.mark.parametrize("request_, excluded, timestamp, paths, icon", [
    ("lang", None, None, None, "green_tick"),
    ("lang-3.10", None, None, None, "yellow_tick"),
    ("lang-3.9+<3.11", None, None, None, "yellow_tick"),
    ("lang", "lang-3.11", None, None, "yellow_tick"),
    ("lang", None, 1600001500, None, "green_white_tick"),
    ("lang<3.11", None, 1600000500, None, "green_white_tick"),
    ("lang", None, None, ["/else"], "error"),
])
def test_freshness(repository: Any, request_: str, excluded: Optional[str], timestamp: Optional[int], paths: Any, icon: str) -> None:
    from pkgrs.package.filter import PackageFilterList

    rules = [{"excludes": [excluded]}] if excluded else []
    context = ResolvedContext([request_], package_filter=PackageFilterList.from_pod(rules), timestamp=timestamp)
    assert freshness(context.resolved_packages[0], context, paths or [str(repository)], rules)[0] == icon  # type: ignore[index]


def test_old_ones(repository: Any) -> None:
    """One that could be newer, had the resolve been made anew."""
    old = ResolvedContext(["lang<3.11"]).resolved_packages[0]  # type: ignore[index]
    context = ResolvedContext(["lang"])
    assert freshness(old, context, [str(repository)], [])[0] == "old_man"
