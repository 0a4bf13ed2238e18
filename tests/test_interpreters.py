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
import pkgrs, rez, rezplugins
bad = []
found = [m for p in (pkgrs, rez, rezplugins) for m in pkgutil.walk_packages(p.__path__, p.__name__ + ".", lambda n: None)]
for module in found:
    if "rez.tests" in module.name or module.name.endswith("__main__"):
        continue
    try:
        importlib.import_module(module.name)
    except ModuleNotFoundError as error:
        if error.name.split(".")[0] in ("pkgrs", "rez", "rezplugins"):
            bad.append("%s: %s" % (module.name, error))
    except Exception as error:
        bad.append("%s: %s: %s" % (module.name, type(error).__name__, error))
sys.exit("\\n".join(bad) or 0)
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


ROUND_TRIP = """
import os, pickle
from importlib.util import find_spec
from rez.build_process import create_build_process
from rez.build_system import create_build_system
from rez.config import config
from rez.packages import get_developer_package, get_latest_package
from rez.resolved_context import ResolvedContext
from rez.suite import Suite
from rez.version import Requirement, VersionRange

here = os.getcwd()
package = get_developer_package(here)
process = create_build_process("local", here, package=package, build_system=create_build_system(here, package=package))
assert process.build(install=True) == 2
context = ResolvedContext(["soup"])
assert [v.qualified_name for v in context.resolved_packages][-1] == "soup-1.0[1]"
context.save("saved.rxt")
again = ResolvedContext.load("saved.rxt")
assert again.resolved_packages == context.resolved_packages
assert again.get_environ(parent_environ={})["SOUP"] == os.path.join(config.local_packages_path, "soup/1.0/python-3.10")
answer = again.execute_shell(command="soup", stdout=-1, stderr=-1, universal_newlines=True).communicate()
assert answer == ("python-3.10\\n", ""), answer
assert pickle.loads(pickle.dumps(Requirement("foo-1+<2"))).range == VersionRange("1+<2")
if find_spec("yaml"):
    suite = Suite()
    suite.add_context("kitchen", again)
    suite.save("suite")
    assert Suite.load("suite").get_tools().keys() == {"soup"}
"""


@pytest.mark.slow
@pytest.mark.parametrize("version", VERSIONS)
def test_a_package_is_built_resolved_saved_and_run(version, tmp_path):
    (tmp_path / "package.py").write_text(
        "name = 'soup'\nversion = '1.0'\nvariants = [['python-3.7'], ['python-3.10']]\ntools = ['soup']\n"
        "build_command = 'mkdir -p $REZ_BUILD_INSTALL_PATH/bin && cp $REZ_BUILD_SOURCE_PATH/soup $REZ_BUILD_INSTALL_PATH/bin'\n"
        "def commands():\n    env.SOUP = '{root}'\n    env.PATH.append('{root}/bin')\n")
    (tmp_path / "soup").write_text("#!/bin/sh\nbasename $SOUP\n")
    (tmp_path / "soup").chmod(0o755)
    run([interpreter(version), "-c", ROUND_TRIP], tmp_path, REZ_LOCAL_PACKAGES_PATH=str(tmp_path / "local"),
        REZ_PACKAGES_PATH="%s:%s" % (tmp_path / "local", ROOT / "docs" / "examples" / "packages"))


def run(argv, home, **more):
    env = {"PATH": "/usr/bin:/bin", "HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1",
           "REZ_PACKAGES_PATH": str(ROOT / "docs" / "examples" / "packages"), "SHELL": "/bin/bash", **more}
    answer = subprocess.run(argv, env=env, cwd=str(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            universal_newlines=True)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout
