"""The pages that come from the code, and the site as a whole."""
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pkgrs.cli import table
from pkgrs.config.table import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def generate() -> Any:
    spec = importlib.util.spec_from_file_location("generate_docs", str(DOCS / "generate.py"))
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    sys.modules["generate_docs"] = module
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module


def test_each_setting_is_explained(generate: Any) -> None:
    settings = list(generate.settings())
    assert {setting.name for setting in settings} == set(SETTINGS) | {"plugins"}
    assert not [setting.name for setting in settings if not setting.comment or not setting.section]
    by_name = {setting.name: setting for setting in settings}
    assert by_name["local_packages_path"].default == '"~/packages"'
    assert by_name["local_packages_path"].comment == "Where a build installs to."
    assert by_name["resolve_caching"].section == "Caching"
    assert by_name["debug_none"].comment == "All of these, or none."


def test_commands_and_modules_have_their_places() -> None:
    code = ("import importlib.util as u; s = u.spec_from_file_location('generate_docs', %r); m = u.module_from_spec(s);"
            "import sys; sys.modules['generate_docs'] = m; s.loader.exec_module(m); print(m.commands_page())"
            % str(DOCS / "generate.py"))
    # by itself, as it adds to the table of commands
    page = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, universal_newlines=True, check=True).stdout
    shown = set(re.findall(r"^## (?:rez-|pkg )(\S+)$", page, re.MULTILINE))
    wanted = {name for name, behaviour in table.subcommands.items() if not behaviour.get("hidden")} | set(table.PKG_COMMANDS)
    assert shown >= wanted
    assert "%(" not in page


def test_modules_have_pages(generate: Any) -> None:
    pages = generate.reference_pages()
    assert "::: pkgrs.package.model" in pages["reference/rez.packages.md"]
    assert "::: pkgrs.version.range" in pages["reference/rez.version.md"]
    sources = [line for text in pages.values() for line in text.splitlines() if line.startswith(":::")]
    assert len(sources) == len(set(sources))


def test_pages_that_are_not_named_are_found() -> None:
    spec = importlib.util.spec_from_file_location("nav_of_docs", str(DOCS / "nav.py"))
    nav = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(nav)  # type: ignore[union-attr]
    config = {"docs_dir": str(DOCS), "nav": ["index.md", {"Guide": [{"Suites": "suites.md"}]}]}
    more = nav.on_config(config)["nav"][-1]["More"]
    assert "plugins.md" in more and not {"index.md", "suites.md"} & set(more)


@pytest.mark.parametrize("path", [ROOT / "README.md"], ids=["README"])
def test_pages_that_are_named_are_there(path: Path) -> None:
    missing = [name for name in re.findall(r"`((?:docs/|bin/|CONTRIBUTING)[^` ]*)`", path.read_text()) if not (ROOT / name).exists()]
    assert not missing


@pytest.mark.slow
def test_site_is_built_without_warnings(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    pytest.importorskip("mkdocstrings")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")], cwd=str(ROOT),
        env={**os.environ, "DISABLE_MKDOCS_2_WARNING": "true"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        universal_newlines=True)
    assert done.returncode == 0, done.stdout
    assert "WARNING" not in done.stdout
    for page in ("settings", "commands", "checking", "reference/rez.packages", "reference/rez.resolved_context"):
        assert (tmp_path / "site" / page / "index.html").exists()
    assert "late-import" in (tmp_path / "site" / "checking" / "index.html").read_text()
