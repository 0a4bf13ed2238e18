"""Environments to run a side in: virtual environments, and the layout of a production install."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Optional

from parity.model import tomllib

REZ = "rez==3.4.0"
MARKER = ".rez_production_install"
PACKAGES = ("rez", "rezplugins", "rezgui", "pkgrs")
CHECKOUT = Path(__file__).parent.parent


class EnvironmentFailed(Exception):
    """An environment can't be made; the text says why."""


def default_folder() -> Path:
    """Where `parity setup` keeps its environments: the user's cache folder."""
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(cache) / "pkgrs" / "parity"


def make_venv(folder: Path, *requirements: str) -> Path:
    """A virtual environment with these requirements; returns its interpreter.

    Raises:
        EnvironmentFailed: venv or pip fails.
    """
    python = folder / "bin" / "python"
    _call([sys.executable, "-m", "venv", str(folder)] + ([] if requirements else ["--without-pip"]))
    if requirements:
        _call([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *requirements])
    return python


def site_packages(python: Path) -> Path:
    answer = _call([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
    return Path(answer.strip())


def make_production(prefix: Path, scripts: Iterable[str], isolated: bool = True) -> Path:
    """Move the environment's commands to `bin/rez`, as in a production install; returns that folder.

    Args:
        isolated: Whether they take no notice of PYTHON variables, as they do in production; not so where the hash
            seed is to be set.
    """
    folder = prefix / "bin" / "rez"
    if (folder / MARKER).exists():
        return folder
    staging = prefix / "bin" / "rez.new"
    staging.mkdir()
    for name in scripts:
        source = prefix / "bin" / name
        if source.is_file():
            lines = source.read_text().splitlines(True)
            lines[0] = "#!%s%s\n" % (prefix / "bin" / "python", " -E" if isolated else "")
            target = staging / name
            target.write_text("".join(lines))
            target.chmod(0o755)
            source.unlink()
    (staging / MARKER).write_text("3.4.0")
    staging.rename(folder)
    return folder


def tools_folder(python: Path) -> Path:
    """Where the commands of the environment of this interpreter are."""
    folder = python.parent
    return folder / "rez" if (folder / "rez" / MARKER).exists() else folder


def scripts_table() -> Dict[str, str]:
    """The names of our commands, which are Rez's and a few of our own, and their entry points."""
    project = CHECKOUT / "pyproject.toml"
    if not project.is_file():  # installed
        from importlib import metadata
        return {entry.name: entry.value for entry in metadata.distribution("pkgrs").entry_points
                if entry.group == "console_scripts"}
    with open(str(project), "rb") as file:
        return tomllib.load(file)["project"]["scripts"]


def install_checkout(prefix: Path, dependencies: Path) -> Path:
    """Copy the checkout into the environment, with its commands; returns the site-packages folder.

    What it depends on is looked up in the folder `dependencies`, without being installed again.
    """
    python = prefix / "bin" / "python"
    site = site_packages(python)
    for package in PACKAGES:
        # with the compiled files, as far as there are any
        shutil.copytree(str(CHECKOUT / package), str(site / package))
    (site / "dependencies.pth").write_text(str(dependencies) + "\n")
    for name, entry in scripts_table().items():
        module, function = entry.split(":")
        script = prefix / "bin" / name
        script.write_text("#!%s\nimport sys\nfrom %s import %s\nsys.exit(%s())\n"
                          % (python, module, function, function))
        script.chmod(0o755)
    _call([str(python), "-m", "compileall", "-q", str(site)])
    return site


@contextmanager
def as_in_production(ours: Optional[str]) -> Iterator[Optional[str]]:
    """The interpreter of a production install of this checkout, which is there as long as the context.

    Args:
        ours: An interpreter that is to be used as it is, if that is wanted.

    Raises:
        EnvironmentFailed: It can't be made.
    """
    installer = CHECKOUT / "bin" / "install"
    if ours is not None or not installer.is_file():
        yield ours
        return
    with tempfile.TemporaryDirectory(prefix="parity-production-") as folder:
        prefix = Path(folder) / "rez"
        _call([sys.executable, str(installer), str(prefix)])
        yield str(prefix / "bin" / "python")


def _call(argv: List[str], env: Optional[Dict[str, str]] = None) -> str:
    answer = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, env=env)
    if answer.returncode != 0:
        last = ((answer.stderr.strip() or answer.stdout.strip()).splitlines() or ["no output"])[-1]
        raise EnvironmentFailed("%s: %s" % (" ".join(argv[:4]), last))
    return answer.stdout
