"""Packages that rez-pip makes of real distributions are those that real Rez makes of the same archives.

The archives are downloaded once, by pip, to a folder that later runs use again: `$PKGRS_WHEELHOUSE`, else
`.work/wheelhouse` in the checkout.
"""
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Iterator, List, Sequence

import pytest
from parity import known, model, side
from parity.__main__ import SCENARIOS, _open, _ours
from parity.run import Run
from parity.source import HASH_SEEDS, Live

pytestmark = [pytest.mark.parity, pytest.mark.slow]
CHECKOUT = Path(__file__).resolve().parent.parent.parent

KINDS = {
    "pure": ["six", "attrs", "click", "idna", "packaging", "typing-extensions", "importlib-metadata"],
    "compiled": ["markupsafe", "pyyaml", "cffi", "lxml", "psutil", "msgpack", "regex", "bitarray", "charset-normalizer"],
    "with scripts": ["pygments", "docutils", "black", "ninja", "coverage", "argcomplete", "virtualenv"],
    "odd versions": ["python-dateutil==2.9.0.post0", "pytz==2024.1", "certifi==2024.7.4", "flask==2.0.0rc1",
                     "types-PyYAML==6.0.12.20240311", "tzdata"],
    "of namespaces": ["zope.interface", "ruamel.yaml", "ruamel.yaml.clib", "jaraco.functools",
                      "sphinxcontrib-applehelp"],
    "from source only": ["docopt==0.6.2", "termcolor==1.1.0", "antlr4-python3-runtime==4.9.3"],
    "compiled from source": ["wrapt"],
    "with headers": ["greenlet"],
    "with data files": ["fonttools"],
}
#: With all that they require: what pip is asked for.
WHOLE = {
    "with what they require": ["httpx", "rich"],
    "with extras": ["requests[socks]", "coverage[toml]"],
}
_REQUIRED = ["requests", "PySocks", "urllib3", "httpx", "httpcore", "h11", "anyio", "sniffio", "rich", "mdurl",
             "markdown-it-py", "pycparser", "setuptools", "wheel"]
_SOURCE = [re.split("==", name)[0] for kind in ("from source only", "compiled from source") for name in KINDS[kind]]

_STEP = '''
world = "{world}"
import logging, os, sys
sys.path.insert(0, os.path.join(world, "wheels"))
from summary import summary
from rez.pip import pip_install_package
logging.getLogger("rez").setLevel(logging.ERROR)
repo = os.path.join(world, "repo")
extra = ["-q", "--no-compile"] + %(options)r
def install():
    installed, skipped = pip_install_package(%(first)r, prefix=repo, extra_args=extra)
    return sorted(v.parent.qualified_name for v in installed), len(skipped)
made = attempt(install)
if "No module named" in str(made) or "BuildError" in str(made):
    raise RuntimeError("pip failed: %%s" %% made)
result = {"made": made, "tree": summary(repo) if os.path.isdir(repo) else None}
'''


@pytest.fixture(scope="session")
def wheelhouse() -> Path:
    """Folder of the archives."""
    folder = Path(os.environ.get("PKGRS_WHEELHOUSE") or CHECKOUT / ".work" / "wheelhouse")
    wanted = [name for names in KINDS.values() for name in names] + _REQUIRED
    stamp = folder / "complete"
    text = "%d.%d %s\n" % (sys.version_info[0], sys.version_info[1], " ".join(sorted(wanted)))
    if not stamp.is_file() or stamp.read_text() != text:
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--disable-pip-version-check",
                        "-d", str(folder), "--no-binary", ",".join(_SOURCE), *wanted], check=True)
        stamp.write_text(text)
    return folder


def _scenario(name: str, options: Sequence[str], wanted: List[str], wheelhouse: Path) -> model.Scenario:
    base = next(s for s in model.load_scenarios(SCENARIOS, ["pip/"]) if s.fresh).world
    env = dict(base.env, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(wheelhouse))
    code = _STEP % {"options": [*options, *wanted[1:]], "first": wanted[0]}
    world = model.World(files=base.files, env=env)
    return model.Scenario("pip/real distributions " + name, __file__, world, (model.Step("python", {"python": code, "timeout": 1200}),),
                          fresh=True)


@pytest.fixture(scope="session")
def ours() -> Iterator[side.Side]:
    """This checkout, installed."""
    if not os.environ.get("PKGRS_REFERENCE"):
        pytest.skip("PKGRS_REFERENCE names no interpreter with real Rez")
    with _ours(None) as own:
        yield own


def _different(scenario: model.Scenario, ours: side.Side, kind: str) -> List[str]:
    """What differs. The summary leaves nothing to chance, so Rez needs to run once only, but where a compiler runs."""
    seeds = HASH_SEEDS if kind == "compiled from source" else (0,)
    reference = Live(_open("reference", os.environ["PKGRS_REFERENCE"]), seeds=seeds)
    outcome = Run(reference, ours, known.load_known()).go([scenario], jobs=1, whole=False)
    return [difference.text() for difference in outcome.new]


@pytest.mark.parametrize("kind", list(KINDS))
def test_same_packages(kind: str, wheelhouse: Path, ours: side.Side) -> None:
    assert _different(_scenario(kind, ["--no-deps"], KINDS[kind], wheelhouse), ours, kind) == []


@pytest.mark.parametrize("kind", list(WHOLE))
def test_same_packages_with_requirements(kind: str, wheelhouse: Path, ours: side.Side) -> None:
    assert _different(_scenario(kind, [], WHOLE[kind], wheelhouse), ours, kind) == []


def test_enough_are_compared() -> None:
    assert sum(map(len, KINDS.values())) >= 25
