"""The production install, made for real: it needs the package index."""
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, List, Optional

import pytest

from pkgrs.installer import production

ROOT = Path(__file__).parents[2]
PACKAGES = ROOT / "docs" / "examples" / "packages"


def call(command: List[str], env: Optional[Dict[str, str]] = None, code: int = 0,
         cwd: str = os.sep) -> str:
    environ = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "REZ_DISABLE_HOME_CONFIG": "1",
               "REZ_PACKAGES_PATH": str(PACKAGES)}
    environ.update(env or {})
    # not in the checkout, which `python -c` would find first
    done = subprocess.run(command, env=environ, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          universal_newlines=True)
    assert done.returncode == code, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An install that was moved after it was made."""
    folder = tmp_path_factory.mktemp("production")
    output = call([sys.executable, str(ROOT / "bin" / "install"), str(folder / "first")], cwd=str(ROOT))
    assert str(folder / "first" / "bin" / "rez") in output.splitlines()
    assert "source %s" % (folder / "first" / "completion" / "complete.sh") in output.splitlines()
    assert os.listdir(str(folder)) == ["first"]
    os.rename(str(folder / "first"), str(folder / "second"))
    return folder / "second"


@pytest.mark.slow
def test_layout(made: Path) -> None:
    assert (made / "bin" / "rez" / ".rez_production_install").read_text() == "3.4.0"
    assert {"rez-env", "_rez-complete", "_rez_fwd", "rezolve", "pkg"} <= set(os.listdir(str(made / "bin" / "rez")))
    assert "rez-env" not in os.listdir(str(made / "bin"))
    assert {"complete.sh", "complete.csh", "complete.zsh"} <= set(os.listdir(str(made / "completion")))


@pytest.mark.slow
def test_tools_start_from_compiled_modules(made: Path, tmp_path: Path) -> None:
    code = ("import sys\nsys.path[0] = %r\nfrom pkgrs.cli.entry import _use_compiled\n_use_compiled()\n"
            "finder = sys.meta_path[0]\ngroups = dict(finder._groups)\n"
            "import pkgrs.config.table\nprint(pkgrs.config.table.__loader__.__class__.__module__)\n"
            "print(len(groups) > 5, sorted(groups)[0].split('.')[0])\n"
            "import pkgrs.context.context\nprint('pkgrs.context.context' in groups, finder._ready)\n"
            "names = [name for name in sys.modules if name.startswith('pkgrs.')]\nprint(len(names) > 80)\n"
            % str(made / "bin" / "rez"))
    done = subprocess.run([str(made / "bin" / "python"), "-E", "-c", code], stdout=subprocess.PIPE, check=True,
                          universal_newlines=True)
    assert done.stdout.splitlines() == ["pkgrs.base.compiled", "True argparse", "True {}", "True"]


@pytest.mark.slow
def test_tools_end_as_they_should(made: Path, tmp_path: Path) -> None:
    tools = str(made / "bin" / "rez")
    env = {**os.environ, "TMPDIR": str(tmp_path), "HOME": str(tmp_path), "REZ_PACKAGES_PATH": str(PACKAGES)}

    def run(*argv: str) -> Any:
        done = subprocess.run([os.path.join(tools, argv[0]), *argv[1:]], env=env, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, universal_newlines=True)
        return done.returncode, done.stdout, "ERROR" in done.stderr

    assert run("rez-env", "hello_world", "--", "sh", "-c", "echo out; exit 7") == (7, "out\n", False)
    assert run("rez-env", "nothing_of_this_name", "--", "true") == (1, "", True)
    assert run("rez-search", "hello_world") == (0, "hello_world-1.0.0\n", False)
    assert run("rez", "--version")[1].startswith("Rez 3.4.0")
    assert [name for name in os.listdir(str(tmp_path)) if name.startswith("rez")] == []


@pytest.mark.slow
def test_knows_what_it_is(made: Path) -> None:
    code = "from rez.system import system as s; print(s.is_production_rez_install, s.rez_bin_path)"
    assert call([str(made / "bin" / "rez" / "rez-python"), "-c", code]) == "True %s\n" % (made / "bin" / "rez")


@pytest.mark.slow
def test_is_not_disturbed_by_variables(made: Path, tmp_path: Path) -> None:
    (tmp_path / "pkgrs.py").write_text("raise SystemExit('the wrong module')")
    env = {"PYTHONPATH": str(tmp_path), "PYTHONHOME": "/nowhere", "PYTHONSTARTUP": "/nowhere"}
    assert call([str(made / "bin" / "rez" / "rez"), "--version"], env).startswith("Rez 3.4.0 from %s" % made)


@pytest.mark.slow
@pytest.mark.parametrize("visibility, before, found", [
    ("never", "", False), ("append", "", True), ("prepend", "", True),
])
def test_tools_in_environments(made: Path, visibility: str, before: str, found: bool) -> None:
    tools = str(made / "bin" / "rez")
    output = call([tools + "/rez-env", "hello_world", "--shell", "bash", "--norc", "--", "echo", "$PATH"],
                  {"REZ_REZ_TOOLS_VISIBILITY": visibility})
    path = output.strip().split(":")
    assert (tools in path) == found
    if found:
        assert path[{"append": -1, "prepend": 0}[visibility]] == tools


@pytest.mark.slow
def test_update_keeps_what_was_added(made: Path) -> None:
    mine = next((made / "lib").glob("python*/site-packages")) / "added_by_hand.py"
    mine.write_text("")
    (made / "bin" / "rez" / "rez-env").unlink()
    call([sys.executable, str(ROOT / "bin" / "install"), str(made)])
    assert mine.exists()
    assert call([str(made / "bin" / "rez" / "rez"), "--version"]).startswith("Rez 3.4.0")
    assert (made / "bin" / "rez" / "rez-env").exists()
    assert not [name for name in os.listdir(str(made / "bin")) if name.startswith(".")]


@pytest.mark.slow
def test_plain_install_does_not_nag(tmp_path: Path) -> None:
    with production._sources(str(ROOT)) as source:
        call([sys.executable, "-m", "venv", str(tmp_path / "venv")])
        call([str(tmp_path / "venv" / "bin" / "python"), "-m", "pip", "install", "-q", source])
    assert call([str(tmp_path / "venv" / "bin" / "rez-search"), "hello_world"]).splitlines() == ["hello_world-1.0.0"]
    code = "from rez.system import system as s; print(s.is_production_rez_install)"
    assert call([str(tmp_path / "venv" / "bin" / "python"), "-c", code]) == "False\n"


def test_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    def fail(run, sources, folder):
        raise production.InstallError("no network")

    monkeypatch.setattr(production, "_fill", fail)
    assert production.main("pkgrs", [str(tmp_path / "new")]) == 1
    assert capsys.readouterr().err == "install: no network\n"
    assert os.listdir(str(tmp_path)) == []


def test_failed_update_puts_the_tools_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = tmp_path / "bin" / "rez"
    tools.mkdir(parents=True)
    (tools / "rez-env").write_text("old")

    def fail(run, sources, folder):
        (tmp_path / "bin" / "rez").write_text("what pip made")
        raise production.InstallError("no network")

    monkeypatch.setattr(production, "_fill", fail)
    assert production.main("pkgrs", [str(tmp_path)]) == 1
    assert (tools / "rez-env").read_text() == "old"
    assert os.listdir(str(tmp_path / "bin")) == ["rez"]


def test_sources_are_copied_without_leftovers() -> None:
    with production._sources(str(ROOT)) as copy:
        names = set(os.listdir(copy))
        assert {"pyproject.toml", "pkgrs", "rez", "rezplugins", "build_backend"} <= names
        assert not names & {"build", "tests", ".git"}
        assert not list(Path(copy).rglob("__pycache__"))
    assert not os.path.exists(copy)
