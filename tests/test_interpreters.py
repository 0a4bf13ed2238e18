"""pkgrs runs in every Python from 3.8 to 3.13 that is at hand, without the libraries that only some features need."""
import glob
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VERSIONS = ["3.%d" % minor for minor in range(8, 14)]

IMPORT_ALL = """
import importlib, pkgutil, sys
import pkgrs
bad = []
for module in pkgutil.walk_packages(pkgrs.__path__, "pkgrs."):
    try:
        importlib.import_module(module.name)
    except ModuleNotFoundError as error:
        if error.name.split(".")[0] in ("pkgrs", "rez", "rezplugins"):
            bad.append("%s: %s" % (module.name, error))
    except Exception as error:
        bad.append("%s: %s: %s" % (module.name, type(error).__name__, error))
sys.exit("\\n".join(bad))
"""


def interpreter(version):
    found = shutil.which("python" + version)
    managed = os.path.expanduser(os.environ.get("PYENV_ROOT", "~/.pyenv"))
    candidates = ([found] if found else []) + sorted(glob.glob("%s/versions/%s.*/bin/python" % (managed, version)))
    for path in candidates:
        answer = subprocess.run([path, "--version"], stdout=subprocess.PIPE, universal_newlines=True)
        if re.match(r"Python %s\." % re.escape(version), answer.stdout):
            return path
    pytest.skip("Python %s is not at hand" % version)


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
def test_every_module_can_be_imported(version, tmp_path):
    run([interpreter(version), "-c", IMPORT_ALL], tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
def test_a_tool_runs_in_its_environment(version, tmp_path):
    out = run([interpreter(version), str(ROOT / "bin" / "rez-env"), "myapp", "maya-2022", "--", "myapp"], tmp_path)
    assert out.endswith("python-3.7 with Python 3.7\n")


def run(argv, home):
    env = {"PATH": "/usr/bin:/bin", "HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
           "REZ_PACKAGES_PATH": str(ROOT / "docs" / "examples" / "packages"), "SHELL": "/bin/bash"}
    answer = subprocess.run(argv, env=env, cwd=str(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            universal_newlines=True)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout
