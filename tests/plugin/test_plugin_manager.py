"""The plugin manager: what is loaded when, and whose plugin it is."""
import logging
import subprocess
import sys
from importlib.machinery import PathFinder

import pytest

from pkgrs.config.config import config
from pkgrs.errors import ConfigurationError, RezPluginError
from pkgrs.plugin import manager, paths, types


def loaded():
    """Names of the toy modules that were imported."""
    return {name.rpartition(".")[2] for name in sys.modules if name.startswith("rezplugins.toy.")} - {"rezconfig"}


def test_one_plugin_of_our_own_is_loaded_alone(toys):
    assert toys.get_plugin_class("toy", "car").tag == "own car"
    assert loaded() == {"car"}
    assert toys.get_plugin_module("toy", "car").__name__ == "rezplugins.toy.car"
    assert toys.create_instance("toy", "car").tag == "own car"
    assert loaded() == {"car"}
    car = toys.get_plugin_class("toy", "car")
    assert toys.get_plugins("toy") == ["ball", "car"]
    assert toys.get_plugin_class("toy", "car") is car


def test_settings_need_no_plugin(toys):
    toy_type = toys._get_plugin_type("toy")
    assert toy_type.settings({}) == {"ball": {"size": 1}, "car": {"size": 2, "wheels": ["$NOPE"]}}
    assert loaded() == set()
    assert toy_type.settings({"ball": {"x": 1}, "other": {"y": 2}})["ball"] == {"size": 1, "x": 1}
    assert loaded() == {"ball"}
    with pytest.raises(ConfigurationError) as caught:
        toy_type.settings({"car": {"size": "q"}})
    assert str(caught.value) == "Error in Rez configuration under plugins.toy: 'q' should be instance of <class 'int'>"


def test_settings_with_third_parties(toys, third_party, write, plugin_path, plugin_text):
    third_party("a", "kite", plugin_text("kite", "{'size': int}"))
    write("a/rezplugins/toy/rezconfig.yaml", "kite: {size: 3}\n")
    write("a/rezplugins/toy/rezconfig.toml", "[kite]\nsize = 4\n")
    plugin_path("a")
    assert toys._get_plugin_type("toy").settings({"kite": {"z": 1}})["kite"] == {"size": 4, "z": 1}
    assert toys.get_plugin_config_data("toy")["ball"] == {"size": 1}
    with pytest.raises(ConfigurationError, match="'q' should be instance of <class 'int'>"):
        toys._get_plugin_type("toy").settings({"kite": {"size": "q"}})


@pytest.mark.parametrize("name", ["nope", "_private", "rezconfig"])
def test_unknown_plugins(toys, name):
    for get in (toys.get_plugin_class, toys.get_plugin_module, toys.create_instance):
        with pytest.raises(RezPluginError) as caught:
            get("toy", name)
        assert str(caught.value) == "Unrecognised toy plugin: '%s'" % name


def test_unknown_types(toys):
    with pytest.raises(RezPluginError, match="Unrecognised plugin type: 'q'"):
        toys.get_plugins("q")
    with pytest.raises(TypeError, match="'type_class' must be a RezPluginType sub class"):
        toys.register_plugin_type(str)


def test_plugin_path(toys, third_party, plugin_path, plugin_text):
    third_party("a", "car", plugin_text("a car"))
    third_party("b", "car", plugin_text("b car"))
    third_party("b", "kite", plugin_text("kite"))
    plugin_path("a", "b", "nothing")
    assert toys.get_plugin_class("toy", "car").tag == "b car"
    assert toys.get_plugins("toy") == ["car", "kite", "ball"]


def test_importable_packages_come_before_plugin_path(
        toys, third_party, plugin_path, monkeypatch, tmp_path, plugin_text):
    third_party("a", "car", plugin_text("a car"))
    third_party("site/toys1", "car", plugin_text("toys1 car"), importable=True)
    third_party("site/toys2", "kite", plugin_text("toys2 kite"), importable=True)
    third_party("site/toys3", "car", plugin_text("toys3 car"), importable=False)
    plugin_path("a")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    manager.uncache_rezplugins_module_paths(toys)
    assert toys.rezplugins_module_paths == [str(tmp_path / "site" / name) for name in ("toys1", "toys2")]
    assert toys.get_plugin_class("toy", "car").tag == "toys1 car"
    assert toys.get_plugins("toy") == ["kite", "car", "ball"]


@pytest.fixture
def distribution(write, monkeypatch, tmp_path, plugin_text):
    """Function that writes an installed distribution with entry points for toys."""
    def distribution(points):
        write("site/toydist-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: toydist\nVersion: 1.0\n")
        write("site/toydist-1.0.dist-info/entry_points.txt", "[rez.plugins.toy]\n" + points)
        write("site/toydist/__init__.py")
        write("site/toydist/car.py", plugin_text("entry car"))
        write("site/toydist/plane.py", plugin_text("entry plane", "{'size': int}"))
        write("site/toydist/rezconfig.py", "plane = {'size': 9}\n")
        write("site/toydist/broken.py", "raise ValueError('boo')")
        monkeypatch.syspath_prepend(str(tmp_path / "site"))
    yield distribution
    for name in [name for name in sys.modules if name.split(".")[0] == "toydist"]:
        del sys.modules[name]


def test_entry_points_come_before_all(toys, third_party, plugin_path, distribution, plugin_text):
    third_party("a", "car", plugin_text("a car"))
    plugin_path("a")
    distribution("car = toydist.car\nplane = toydist.plane\n")
    assert toys.get_plugin_class("toy", "car").tag == "entry car"
    assert toys.get_plugins("toy") == ["car", "ball", "plane"]
    assert toys.get_plugin_config_data("toy")["plane"] == {"size": 9}


def test_broken_entry_points_do_not_hide_others(toys, distribution):
    distribution("broken = toydist.broken\ngone = toydist.gone\nplane = toydist.plane\nobject = toydist.plane:Toy\n")
    assert toys.get_plugins("toy") == ["ball", "car", "plane"]
    assert dict(toys.get_failed_plugins("toy")) == {
        "broken": "boo", "gone": "No module named 'toydist.gone'",
        "Toy": "type object 'Toy' has no attribute '__file__'"}


def test_metadata_is_not_asked_without_need(toys, distribution, monkeypatch):
    def forbidden():
        raise AssertionError("asked")

    monkeypatch.setattr(paths, "_load_entry_points", forbidden)
    # Libraries that other tests import bring finders of distributions, with which nothing else would tell.
    monkeypatch.setattr(sys, "meta_path", [finder for finder in sys.meta_path if finder is PathFinder
                                           or not hasattr(finder, "find_distributions")])
    toys.get_plugin_class("toy", "car")
    distribution("")
    with pytest.raises(AssertionError):
        toys.get_plugins("toy")


BROKEN = {
    "boo": ("raise ValueError('boo')", "boo"),
    "late": ("def register_plugin(): raise KeyError('x')", "'x'"),
    "leaves": ("import sys; sys.exit(2)", "SystemExit: 2"),
    "text": ("def (", "invalid syntax (text.py, line 1)"),
}


def test_plugins_that_fail(toys, third_party, plugin_path):
    for name, (text, _) in BROKEN.items():
        third_party("a", name, text)
    third_party("a", "none", "def register_plugin(): return None")
    third_party("a", "nothing", "")
    third_party("a", "_private", "raise ValueError")
    plugin_path("a")
    assert toys.get_plugins("toy") == ["ball", "car"]
    failed = dict(toys.get_failed_plugins("toy"))
    if sys.version_info < (3, 10):
        failed["text"] = BROKEN["text"][1]
    assert failed == {name: reason for name, (_, reason) in BROKEN.items()}
    with pytest.raises(RezPluginError, match="Unrecognised toy plugin: 'boo'"):
        toys.get_plugin_class("toy", "boo")


def test_one_of_our_own_that_fails(toys, write):
    write("own/rezplugins/toy/car.py", "import nope_nope")
    with pytest.raises(RezPluginError, match="Unrecognised toy plugin: 'car'"):
        toys.get_plugin_class("toy", "car")
    assert toys.get_failed_plugins("toy") == [("car", "No module named 'nope_nope'")]


def test_summary(toys, third_party, plugin_path, plugin_text):
    third_party("a", "car", plugin_text("a"))
    third_party("a", "boo", BROKEN["boo"][0])
    plugin_path("a")
    assert toys.get_summary_string().split("\n") == [
        "PLUGIN TYPE  NAME  DESCRIPTION     STATUS",
        "-----------  ----  -----------     ------",
        "toy          ball  Says own ball.  loaded",
        "toy          car   Says a.         loaded",
        "toy          boo                   FAILED: boo",
    ]


def test_debugging_text(toys, third_party, plugin_path, caplog, tmp_path, plugin_text):
    third_party("a", "car", plugin_text("a"))
    third_party("a", "boo", BROKEN["boo"][0])
    third_party("a", "none", "def register_plugin(): return None")
    third_party("a", "nothing", "")
    plugin_path("a")
    config.override("debug_plugins", True)
    with caplog.at_level(logging.DEBUG):
        toys.get_plugin_class("toy", "ball")
    a, own = (str(tmp_path / name / "rezplugins" / "toy") for name in ("a", "own"))
    lines = [record.getMessage().split("\n")[0] for record in caplog.records]
    assert lines == [
        "searching plugin path %s..." % a,
        "loading toy plugin at %s: rezplugins.toy.boo..." % a,
        "Traceback (most recent call last):",
        "loading toy plugin at %s: rezplugins.toy.car..." % a,
        "loading toy plugin at %s: rezplugins.toy.none..." % a,
        "'register_plugin' function at %s: rezplugins.toy.none did not return a class." % a,
        "loading toy plugin at %s: rezplugins.toy.nothing..." % a,
        "no 'register_plugin' function at %s: rezplugins.toy.nothing" % a,
        "searching plugin path %s..." % own,
        "loading toy plugin at %s: rezplugins.toy.ball..." % own,
        "skipped same named toy plugin at %s: rezplugins.toy.car" % own,
        "searching plugin for entry point 'rez.plugins.toy'...",
    ]


@pytest.mark.parametrize("inits, found", [
    (["rezplugins/__init__.py", "rezplugins/toy/__init__.py"], True),
    (["rezplugins/toy/__init__.py"], True),
    (["rezplugins/toy/x.py"], False),
    ([], False),
])
def test_extend_path(toys, write, plugin_path, tmp_path, inits, found):
    for name in inits:
        write("a/" + name)
    plugin_path("a", "a")
    folder = str(tmp_path / "a" / "rezplugins" / "toy")
    assert paths.extend_path(["x"], "rezplugins.toy") == ["x"] + [folder] * found
    assert paths.extend_path([folder], "rezplugins.toy") == [folder]
    assert paths.extend_path(("x",), "rezplugins.toy") == ("x",)


def test_the_types_there_are():
    assert manager.plugin_manager.get_plugin_types()[:7] == [
        "shell", "release_vcs", "release_hook", "build_system", "package_repository", "build_process", "command"]
    assert manager.plugin_manager._plugin_types["shell"].instance_class is types.ShellPluginType


def test_settings_of_shells_import_no_shell():
    code = (
        "import sys\n"
        "from pkgrs.config.config import config\n"
        "import pkgrs.plugin.manager\n"
        "assert config.plugins.shell.bash.prompt == '>'\n"
        "assert config.plugins.package_repository.filesystem.file_lock_timeout == 10\n"
        "heavy = [m for m in sys.modules if m.startswith(('rezplugins', 'rez.')) or m in (\n"
        "    'yaml', 'json', 'schema', 'argparse', 'subprocess', 'importlib.metadata', 'inspect', 'pkgutil')]\n"
        "assert not heavy, heavy\n")
    subprocess.run([sys.executable, "-S", "-c", code], check=True, env={
        "PYTHONPATH": ":".join(path for path in sys.path if path and "site-packages" not in path),
        "HOME": "/nonexistent"})


@pytest.mark.parametrize("name", ["plugin_classes", "plugin_modules", "failed_plugins", "config_data"])
def test_what_clients_put_in_the_place_of_what_was_found(name):
    kind = type(manager.plugin_manager._get_plugin_type("shell"))()
    found = getattr(kind, name)
    setattr(kind, name, {"mine": 1})
    assert getattr(kind, name) == {"mine": 1} != found
