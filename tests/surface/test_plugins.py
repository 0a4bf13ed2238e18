"""Third-party extension, by the samples in docs/examples/plugins: they use Rez's documented interface alone.

Scenarios of `parity` compare what they do with real Rez; here is that they are found, configured and used.
"""
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "docs" / "examples" / "plugins"

LISTING = {
    "stamp": {"1.0": {"commands": "env.STAMP = 'one'"}},
    "lib": {"1.0": {}, "1.1": {"requires": ["stamp"]}, "2.0": {"variants": [["stamp-2"], ["stamp-1"]]}},
}


@pytest.fixture
def studio(tmp_path):
    """A function that runs code, or a command, where the samples are configured; returns its output."""
    shutil.copytree(str(SAMPLES), str(tmp_path / "plugins"))
    (tmp_path / "listing.json").write_text(json.dumps(LISTING))
    for name in ("home", "local", "release"):
        (tmp_path / name).mkdir()
    environ = {
        "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(tmp_path / "home"), "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path / "plugins" / "studio_python")]),
        "REZ_CONFIG_FILE": str(tmp_path / "plugins" / "rezconfig.py"),
        "REZ_PACKAGES_PATH": "%s:listing@%s" % (tmp_path / "local", tmp_path / "listing.json"),
        "REZ_LOCAL_PACKAGES_PATH": str(tmp_path / "local"),
        "REZ_RELEASE_PACKAGES_PATH": str(tmp_path / "release"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def run(*command, code=None, fails=False, cwd=tmp_path):
        arguments = ["-c", code] if code else ["-m", "rez.cli._main", *command]
        answer = subprocess.run([sys.executable, *arguments], env=environ, cwd=str(cwd), stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, universal_newlines=True)
        assert bool(answer.returncode) == fails, answer.stdout + answer.stderr
        return answer.stdout + (answer.stderr if fails else "")

    run.folder = tmp_path
    return run


def source(studio, name, **files):
    folder = studio.folder / "source" / name
    folder.mkdir(parents=True)
    for file, text in files.items():
        (folder / file.replace("_", ".")).write_text(text)
    return folder


def test_a_plugin_of_each_kind_is_found_and_configured(studio):
    found = json.loads(studio(code="""
import json
from rez.config import config
from rez.plugin_managers import plugin_manager
kinds = {"shell": "noisy", "build_system": "recipe", "package_repository": "listing", "release_hook": "notes",
         "release_vcs": "ledger", "build_process": "timed", "command": "greet"}
found = {kind: [plugin_manager.get_plugin_class(kind, name).__module__, name in plugin_manager.get_plugins(kind)]
         for kind, name in kinds.items()}
plugins = config.plugins
found["settings"] = [plugins.command.greet.word, plugins.release_hook.notes.file, plugins.release_hook.notes.cancel,
                     plugins.release_vcs.ledger.strict, plugins.package_repository.listing.encoding]
found["variables"] = config.parent_variables
print(json.dumps(found))
"""))
    assert found.pop("settings") == ["good day", "released.txt", "", True, "utf-8"]
    assert found.pop("variables") == ["STUDIO", "SHOW"]
    assert found == {kind: ["rezplugins.%s.%s" % (kind, name), True] for kind, name in {
        "shell": "noisy", "build_system": "recipe", "package_repository": "listing", "release_hook": "notes",
        "release_vcs": "ledger", "build_process": "timed", "command": "greet"}.items()}


def test_repository_and_shell(studio):
    assert studio("env", "lib", "-c", "echo $STAMP-$REZ_LIB_VERSION").strip() == "one-2.0"
    code = studio("env", "lib-1", "--shell", "noisy", "-c", "true", "-o", "-")
    assert json.loads(code)["resolved_packages"][0]["key"] == "listing.variant"


def test_command(studio):
    assert studio("greet", "artist", "--loud", "--", "a", "--", "b") == "GOOD DAY, ARTIST [['a'], ['b']] 0\n"
    assert "nobody to greet" in studio("greet", "nobody", fails=True)


def test_build_system_and_process(studio):
    folder = source(studio, "soup", package_py="name = 'soup'\nversion = '1'\nvariants = [['lib-1'], ['lib-2']]\n",
                    recipe_txt="carrot.txt", carrot_txt="orange")
    output = studio("build", "--install", "--shout", "--ba", "x", cwd=folder)
    assert "timed build begins" in output and "timed build ends: 2" in output
    assert "COOKING CARROT.TXT WITH ['X'] LOCAL FOR 1" in output
    local = studio.folder / "local" / "soup" / "1"
    assert (local / "lib-2" / "carrot.txt").read_text() == "orange"
    # The preprocess function of the configuration has been at work.
    assert "description = '[soup]'" in (local / "package.py").read_text()
    (folder / "recipe.txt").write_text("fail")
    assert "BuildSystemError: the recipe fails" in studio("build", cwd=folder, fails=True)


def test_version_control_and_hook(studio):
    folder = source(studio, "soup", package_py="name = 'soup'\nversion = '3'\n", recipe_txt="package.py")
    ledger = folder.parent / "LEDGER"
    ledger.write_text("entry one\nentry two\n")
    studio("release", "-m", "first", cwd=folder)
    assert ledger.read_text().splitlines()[-1] == "tag soup-3 first"
    notes = (folder / "released.txt").read_text().splitlines()
    assert [line.split()[0] for line in notes] == ["pre_release", "post_release"]
    definition = (studio.folder / "release" / "soup" / "3" / "package.py").read_text()
    assert "vcs = 'ledger'" in definition and "requires = ['stamp']" in definition
    ledger.write_text("entry one\ndirty yes\n")
    (folder / "package.py").write_text("name = 'soup'\nversion = '4'\n")
    assert "ReleaseVCSError: the ledger is dirty" in studio("release", "-m", "m", cwd=folder, fails=True)


def test_binder(studio):
    assert "sampletool" in studio("bind", "sampletool", "--greeting", "good morning")
    assert studio("env", "sampletool", "-c", "sampletool").strip() == "good morning"


def test_orderer(studio):
    assert studio(code="""
import studio
from rez.config import config
from rez.package_order import from_pod, to_pod
from rez.resolved_context import ResolvedContext
order = studio.PinnedFirst("1.0", packages=["lib"])
context = ResolvedContext(["lib"], package_orderers=[order])
print(context.get_resolved_package("lib").version, from_pod(to_pod(order)) == order)
config.override("package_orderers", [{"type": "pinned_first", "pinned": "1.1"}])
print(ResolvedContext(["lib"]).get_resolved_package("lib").version)
""").split() == ["1.0", "True", "1.1"]


def test_plugins_in_a_package_and_through_entry_points(studio):
    # The other two ways: a library that holds a folder `rezplugins`, and an entry point.
    site = studio.folder / "site"
    (site / "library" / "rezplugins" / "command").mkdir(parents=True)
    for folder in (site / "library", site / "library" / "rezplugins", site / "library" / "rezplugins" / "command"):
        shutil.copy(str(SAMPLES / "rezplugins" / "__init__.py"), str(folder))
    (site / "library" / "__init__.py").write_text("")
    text = (SAMPLES / "rezplugins" / "command" / "greet.py").read_text()
    (site / "library" / "rezplugins" / "command" / "wave.py").write_text(
        text.replace('"greet"', '"wave"').replace("config.plugins.command.greet.word", "'waving'").replace(
            "    schema_dict = {\"word\": str}\n", ""))
    (site / "nod.py").write_text((site / "library" / "rezplugins" / "command" / "wave.py").read_text().replace(
        '"wave"', '"nod"').replace("'waving'", "'nodding'"))
    (site / "nodder-1.0.dist-info").mkdir()
    (site / "nodder-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: nodder\nVersion: 1.0\n")
    (site / "nodder-1.0.dist-info" / "entry_points.txt").write_text("[rez.plugins.command]\nnod = nod\n")
    paths = "import sys; sys.path.insert(0, %r)\n" % str(site)
    code = paths + "from rez.cli._main import run; sys.argv = ['rez', %r, 'you']; run()"
    assert studio(code=code % "wave") == "waving, you [] 0\n"
    assert studio(code=code % "nod") == "nodding, you [] 0\n"
