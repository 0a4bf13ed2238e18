"""Puts pages that the table of contents in mkdocs.yml does not name at its end. Called by mkdocs."""
from __future__ import annotations

import os
from typing import Any, Iterator


def on_config(config: Any) -> Any:
    """Complete the table of contents."""
    named = set(_pages(config["nav"]))
    folder = config["docs_dir"]
    others = sorted(name for name in os.listdir(folder) if name.endswith(".md") and name not in named)
    if others:
        config["nav"].append({"More": others})
    return config


def _pages(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, (list, dict)):
        for part in nav.values() if isinstance(nav, dict) else nav:
            yield from _pages(part)
