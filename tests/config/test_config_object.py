"""The configuration object."""
import pickle
import subprocess
import sys

import pytest

from pkgrs.base.attrdict import RO_AttrDictWrapper
from pkgrs.base.schema import Schema
from pkgrs.config import config as module
from pkgrs.config.config import Config, _create_locked_config, _replace_config, create_config
from pkgrs.config.layers import get_module_root_config
from pkgrs.config.settings import Dict
from pkgrs.errors import ConfigurationError
from pkgrs.plugin import manager  # noqa: F401  plugin settings come from there

ROOT = get_module_root_config()


@pytest.fixture
def config():
    """A configuration with the defaults."""
    return Config([ROOT], locked=True)


def test_importing_reads_nothing():
    code = (
        "import sys, os\n"
        "opened = []\n"
        "sys.addaudithook(lambda e, a: opened.append(a[0]) if e == 'open' and 'rezconfig' in str(a[0]) else None)\n"
        "import pkgrs.config.config as c, pkgrs.plugin.manager\n"
        "assert not opened, opened\n"
        "assert sorted(vars(c.config)) == ['locked', 'overrides'], vars(c.config)\n"
        "c.config.warn_all, c.config.packages_path\n"
        "heavy = {'yaml', 'json', 'schema', 'argparse', 'subprocess', 'importlib.metadata', 'tomllib', 'inspect'}\n"
        "heavy &= set(sys.modules)\n"
        "assert not heavy, heavy\n")
    subprocess.run([sys.executable, "-S", "-c", code], check=True, env={
        "PYTHONPATH": ":".join(path for path in sys.path if path), "HOME": "/nonexistent"})


def test_unknown_settings(config):
    with pytest.raises(AttributeError, match="'Config' object has no attribute 'nope'"):
        _ = config.nope
    assert config.get("nope", 3) == 3
    with pytest.raises(ConfigurationError, match="Required key is missing: 'editor'"):
        _ = Config([]).editor


def test_override_and_back(config):
    before = config.tmpdir
    config.override("tmpdir", "a")
    config.override("tmpdir", "b")
    assert (config.tmpdir, config.is_overridden("tmpdir"), config.overrides) == ("b", True, {"tmpdir": "b"})
    config.remove_override("tmpdir")
    assert (config.tmpdir, config.is_overridden("tmpdir")) == (before, False)
    config.remove_override("tmpdir")


def test_a_bad_value_hurts_only_its_own_setting():
    config = Config([ROOT], overrides={"build_directory": []})
    assert config.warn_all is False
    with pytest.raises(ConfigurationError, match="Misconfigured setting 'build_directory'"):
        _ = config.build_directory
    with pytest.raises(ConfigurationError, match="Misconfigured setting 'build_directory'"):
        config.validate_data()


def test_assignment_stays_until_forgotten(config):
    before = config.tmpdir
    config.tmpdir = "zz"
    assert (config.tmpdir, config.data["tmpdir"]) == ("zz", "zz")
    config._uncache("tmpdir")
    assert config.tmpdir == before


@pytest.mark.parametrize("overrides, expected", [
    ({}, (False, False)),
    ({"warn_untimestamped": True}, (True, False)),
    ({"warn_all": True}, (True, False)),
    ({"warn_none": True, "warn_untimestamped": True}, (False, False)),
    ({"debug_plugins": True}, (False, True)),
    ({"debug_all": True}, (False, True)),
    ({"debug_all": True, "debug_none": True}, (False, False)),
    ({"quiet": True, "debug_all": True, "warn_all": True}, (False, False)),
])
def test_warn_and_debug(overrides, expected):
    config = Config([ROOT], overrides=overrides, locked=True)
    assert (config.warn("untimestamped"), config.debug("plugins")) == expected
    assert bool(config.debug_printer("plugins")) == expected[1]


def test_unknown_kinds_of_warning(config):
    with pytest.raises(AttributeError, match="'Config' object has no attribute 'warn_zz'"):
        config.warn("zz")


@pytest.mark.parametrize("paths, local, expected", [
    (["/a", "/b"], "/a", ["/b"]),
    (["/a", "/b", "/a"], "/a", ["/b", "/a"]),
    (["/b"], "/a", ["/b"]),
])
def test_nonlocal_packages_path(paths, local, expected):
    config = Config([ROOT], overrides={"packages_path": paths, "local_packages_path": local}, locked=True)
    assert config.nonlocal_packages_path == expected
    assert config.packages_path == paths


def test_copy(config):
    config.override("tmpdir", "a")
    _ = config.editor
    copy = config.copy()
    assert (copy.overrides, copy.locked, copy.filepaths) == ({"tmpdir": "a"}, False, [ROOT])
    copy.override("tmpdir", "b")
    assert config.overrides == {"tmpdir": "a"}
    other = config.copy(overrides={"editor": "x"}, locked=True)
    assert (other.overrides, other.locked, other.editor) == ({"editor": "x"}, True, "x")


def test_swap(config):
    other = Config([ROOT], overrides={"tmpdir": "d"})
    before = config.tmpdir
    config._swap(other)
    assert (config.tmpdir, config.locked, other.tmpdir, other.locked) == ("d", False, before, True)


def test_the_process_has_one_configuration_object():
    process = module.config
    with _replace_config(Config([ROOT], overrides={"tmpdir": "x"}, locked=True)):
        assert module.config is process
        assert process.tmpdir == "x"
        assert create_config() is create_config({}) is process
        assert create_config({"editor": "e"}).filepaths == [ROOT]
    assert process.tmpdir != "x"
    assert create_config({"tmpdir": "s"}).tmpdir == "s"


def test_locked_config():
    config = _create_locked_config({"tmpdir": "r"})
    assert (config.locked, config.filepaths, config.tmpdir) == (True, [ROOT], "r")


def test_data(config):
    data = config.data
    assert list(data)[:4] == ["__doc__", "packages_path", "local_packages_path", "release_packages_path"]
    assert len(data) == 147
    assert data["plugins"]["release_vcs"]["git"] == {"allow_no_upstream": False}
    assert set(config.validated_data()) == set(data) | {"annotations"}


def test_pickling(config):
    config.override("tmpdir", "a")
    _ = config.tmpdir
    assert pickle.loads(pickle.dumps(config)).tmpdir == "a"


def test_subclass_with_settings_of_its_own(monkeypatch):
    class Own(Config):
        schema = Schema({"dumb_dict": Dict})

        @property
        def _data(self):
            return {"dumb_dict": {"default": "value"}}

    assert Own([]).dumb_dict == {"default": "value"}
    monkeypatch.setenv("REZ_DUMB_DICT", "foo:bar")
    assert Own([]).dumb_dict == {"foo": "bar"}


@pytest.mark.parametrize("prefix, expected", [
    ("package_cache_sp", {"package_cache_space_buffer"}),
    ("plugins", {"plugins"} | {"plugins." + name for name in (
        "build_process", "build_system", "command", "package_repository", "release_hook", "release_vcs", "shell")}),
    ("plugins.rel", {"plugins.release_hook", "plugins.release_vcs"}),
    ("plugins.release_vcs.", {"plugins.release_vcs." + name for name in (
        "tag_name", "releasable_branches", "check_tag", "git")}),
    ("plugins.release_vcs.g", {"plugins.release_vcs.git", "plugins.release_vcs.git.allow_no_upstream"}),
    ("plugins.release_vcs.git.", {"plugins.release_vcs.git.allow_no_upstream"}),
    ("plugins.x.y", set()), ("plugins.release_vcs.tag_name.x", set()), ("nope", set()),
])
def test_completions(config, prefix, expected):
    assert set(config.get_completions(prefix)) == expected


def test_plugin_settings(config):
    settings = config.plugins.release_vcs
    assert type(settings) is RO_AttrDictWrapper
    assert (settings.tag_name, settings.git.allow_no_upstream) == ("{qualified_name}", False)
    with pytest.raises(AttributeError, match="No such configuration setting: 'plugins.x'"):
        _ = config.plugins.x
    with pytest.raises(AttributeError, match="'_PluginConfigs' object attribute 'foo' is read-only"):
        config.plugins.foo = 1


def test_plugin_overrides(config):
    config.override("plugins.release_vcs.tag_name", "bah")
    config.override("plugins.release_vcs.git.nope", "$NOPE")
    config.override("tmpdir", "x")
    assert config.plugins.release_vcs.tag_name == "bah"
    assert config.plugins.release_vcs.git.nope == "$NOPE"
    assert config.data["plugins"]["release_vcs"]["tag_name"] == "bah"
    assert not config.is_overridden("plugins.release_vcs.tag_name")
    config.remove_override("plugins.release_vcs.tag_name")
    assert config.plugins.release_vcs.tag_name == "{qualified_name}"


@pytest.mark.parametrize("key, name", [
    ("plugins.a.b.c", "a.b.c"), ("plugins.shell", "shell"), ("a.b", "a.b"), ("plugins.", ""),
])
def test_plugin_overrides_need_a_type_and_a_setting(config, key, name):
    with pytest.raises(AttributeError, match="no such setting: '%s'" % name):
        config.override(key, 1)


@pytest.mark.parametrize("plugins, text", [
    ({"release_vcs": {"check_tag": "q"}}, "under plugins.release_vcs: 'q' should be instance of <class 'bool'>"),
    ({"release_vcs": 3}, "under plugins.release_vcs: 3 should be instance of <class 'dict'>"),
    (3, "under plugins: 3 should be instance of <class 'dict'>"),
])
def test_bad_plugin_settings(plugins, text):
    config = Config([ROOT], overrides={"plugins": plugins}, locked=True)
    assert config.tmpdir
    with pytest.raises(ConfigurationError) as caught:
        _ = config.plugins.release_vcs
    assert str(caught.value) == "Error in Rez configuration " + text


def test_plugin_types_that_do_not_exist_can_be_read_if_configured():
    config = Config([ROOT], overrides={"plugins": {"x": {"a": 1, "b": {"c": 2}}}}, locked=True)
    assert config.plugins.x.b.c == 2
    assert "x" not in list(config.plugins)
