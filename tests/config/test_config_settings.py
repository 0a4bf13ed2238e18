"""Settings: what each may be, from files, environment and overrides."""
import os

import pytest

from pkgrs.base.dicts import ModifyList
from pkgrs.config import defaults
from pkgrs.config.config import Config
from pkgrs.config.layers import get_module_root_config
from pkgrs.config.table import SETTINGS
from pkgrs.errors import ConfigurationError

ROOT = get_module_root_config()
WORDS = "0, 1, f, false, n, no, off, on, t, true, y, yes"


def read(key, **kwargs):
    """The value of a setting of a new configuration, or its error's text."""
    try:
        return getattr(Config([ROOT], **kwargs), key)
    except ConfigurationError as error:
        return "ERROR " + str(error)


def test_every_setting_has_a_default_and_nothing_else_has():
    names = {name for name in vars(defaults) if not name.startswith("__")} - {"annotations", "os", "plugins"}
    assert names == set(SETTINGS)
    assert len(SETTINGS) == 145


def test_all_defaults_are_valid():
    Config([ROOT], locked=True).validate_data()


@pytest.mark.parametrize("key, value", [
    ("warn_all", False), ("build_directory", "build"), ("memcached_uri", []), ("alias_styles", []),
    ("optionvars", {}), ("package_filter", []), ("editor_unset", None), ("package_cache_clean_limit", 0.5),
    ("default_shell", ""), ("env_var_separators", {"CMAKE_MODULE_PATH": ";", "DOXYGEN_TAGFILES": " "}),
    ("critical_styles", ["bright"]), ("resource_caching_maxsize", -1), ("cache_packages_path", None),
])
def test_defaults(key, value):
    assert Config([ROOT], locked=True).get(key) == value


def test_defaults_expand_the_home_folder(home):
    assert read("packages_path") == [
        os.path.join(str(home), *parts)
        for parts in (["packages"], [".rez", "packages", "int"], [".rez", "packages", "ext"])]


@pytest.mark.parametrize("key, text, value", [
    ("packages_path", "/a:/b", ["/a", "/b"]),
    ("packages_path", "/a b::/c", ["/a b", "/c"]),
    ("packages_path", "", []),
    ("packages_path", "/x/$FUNK:/y/${FUNK}:$NOPE", ["/x/dude", "/y/dude", "$NOPE"]),
    ("implicit_packages", "a,b", ["a", "b"]),
    ("implicit_packages", "a-1 b, c", ["a-1", "b", "c"]),
    ("implicit_packages", " ,a,", ["a"]),
    ("tmpdir", "", ""),
    ("tmpdir", "{nope.x}", "{nope.x}"),
    ("tmpdir", "/a/../b", "/a/../b"),
    ("tmpdir", "~x/../b", "b"),
    ("tmpdir", "{{x}}", "{x}"),
    ("warn_all", "YES", True),
    ("warn_all", "f", False),
    ("warn_all", "maybe", "ERROR Expected $REZ_WARN_ALL to be one of: " + WORDS),
    ("warn_all", " 1", "ERROR Expected $REZ_WARN_ALL to be one of: " + WORDS),
    ("color_enabled", "force", "force"),
    ("color_enabled", "off", False),
    ("color_enabled", "FORCE",
     "ERROR Expected $REZ_COLOR_ENABLED to be one of: " + WORDS.replace("n,", "force, n,", 1)),
    ("default_cachable", "1", True),
    ("build_thread_count", "4", 4),
    ("resource_caching_maxsize", "-3", -3),
    ("resource_caching_maxsize", "4.5", "ERROR Expected REZ_RESOURCE_CACHING_MAXSIZE to be an integer"),
    ("package_cache_clean_limit", "4", 4.0),
    ("package_cache_clean_limit", "", "ERROR Expected REZ_PACKAGE_CACHE_CLEAN_LIMIT to be a float"),
    ("suite_alias_prefix_char", "ab", "ab"),
    ("suite_visibility", "never", "never"),
    ("suite_visibility", "x", "ERROR Misconfigured setting 'suite_visibility': "
     "Or('never', 'always', 'parent', 'parent_priority') did not validate 'x'\n'parent_priority' does not match 'x'"),
    ("env_var_separators", "a:b:c,d:1", {"a": "b:c", "d": 1}),
    ("env_var_separators", "a:b, c:1.5", {"a": "b", " c": 1.5}),
    ("env_var_separators", "a", "ERROR Expected dict string in form 'k1:v1,k2:v2,...kN:vN': a"),
    ("optionvars", "b:true,e:foo bar", {"b": "true", "e": "foo bar"}),
    ("package_preprocess_function", "foo.bar", "foo.bar"),
    ("package_filter", "a:b", "ERROR $REZ_PACKAGE_FILTER can't hold this setting: "
     "use $REZ_PACKAGE_FILTER_JSON with a JSON-encoded string"),
    ("local_packages_path", "{x",
     "ERROR Misconfigured setting 'local_packages_path': expected '}' before end of string"),
])
def test_from_environment(monkeypatch, key, text, value):
    if os.pathsep != ":":
        pytest.skip("paths are separated otherwise")
    monkeypatch.setenv("FUNK", "dude")
    monkeypatch.setenv("REZ_" + key.upper(), text)
    assert read(key) == value


@pytest.mark.parametrize("key, text, value", [
    ("packages_path", '["/a", "/b"]', ["/a", "/b"]),
    ("packages_path", '"x"', "ERROR Misconfigured setting 'packages_path': 'x' should be instance of <class 'list'>"),
    ("packages_path", "[1]", "ERROR Misconfigured setting 'packages_path': "
     "Or(<class 'str'>) did not validate 1\n1 should be instance of <class 'str'>"),
    ("packages_path", "{", "ERROR Expected $REZ_PACKAGES_PATH_JSON to be JSON-encoded string."),
    ("package_filter", '{"excludes": ["glob(*.beta)"]}', [{"excludes": ["glob(*.beta)"]}]),
    ("package_filter", "null", []),
    ("package_filter", '[{"a": 1}]', [{"a": 1}]),
    ("build_thread_count", "3", 3),
    ("build_thread_count", "true", True),
    ("package_cache_clean_limit", "1", "ERROR Misconfigured setting 'package_cache_clean_limit': "
     "1 should be instance of <class 'float'>"),
    ("resource_caching_maxsize", "true", True),
    ("tmpdir", "null", None),
    ("optionvars", '{"a": ["${FUNK}"]}', {"a": ["dude"]}),
    ("pip_install_remaps", '[{"record_path": "a{sep}{p}", "pip_install": "{p}", "rez_install": "{s}{pardir}"}]',
     [{"record_path": r"a/\.\.", "pip_install": "..", "rez_install": "/.."}]),
    ("pip_install_remaps", '[{"record_path": "{x}", "pip_install": "b", "rez_install": "c"}]',
     "ERROR Misconfigured setting 'pip_install_remaps': bad token 'x'"),
    ("suite_alias_prefix_char", "1", "ERROR Misconfigured setting 'suite_alias_prefix_char': "
     "1 should be instance of <class 'str'>"),
])
def test_from_environment_as_json(monkeypatch, key, text, value):
    if os.sep != "/":
        pytest.skip("paths are written otherwise")
    monkeypatch.setenv("FUNK", "dude")
    monkeypatch.setenv("REZ_%s_JSON" % key.upper(), text)
    assert read(key) == value


@pytest.mark.parametrize("given, value", [
    (["PKG_TMPDIR_JSON"], "PKG_TMPDIR_JSON"),
    (["PKG_TMPDIR_JSON", "PKG_TMPDIR"], "PKG_TMPDIR"),
    (["PKG_TMPDIR_JSON", "PKG_TMPDIR", "REZ_TMPDIR_JSON"], "REZ_TMPDIR_JSON"),
    (["PKG_TMPDIR_JSON", "PKG_TMPDIR", "REZ_TMPDIR_JSON", "REZ_TMPDIR"], "REZ_TMPDIR"),
])
def test_which_variable_counts(monkeypatch, given, value):
    for name in given:
        monkeypatch.setenv(name, '"%s"' % name if name.endswith("JSON") else name)
    assert read("tmpdir") == value
    assert read("tmpdir", locked=True) != value
    assert read("tmpdir", overrides={"tmpdir": "o"}) == "o"


def test_errors_name_the_variable_that_was_set(monkeypatch):
    monkeypatch.setenv("PKG_WARN_ALL", "x")
    assert read("warn_all") == "ERROR Expected $PKG_WARN_ALL to be one of: " + WORDS
    monkeypatch.setenv("PKG_QUIET_JSON", "x")
    assert read("quiet") == "ERROR Expected $PKG_QUIET_JSON to be JSON-encoded string."


def test_a_variable_is_read_when_the_setting_is(monkeypatch):
    config = Config([ROOT])
    monkeypatch.setenv("REZ_TMPDIR", "a")
    assert config.tmpdir == "a"
    monkeypatch.setenv("REZ_TMPDIR", "b")
    assert config.tmpdir == "a"
    config._uncache("tmpdir")
    assert config.tmpdir == "b"


@pytest.mark.parametrize("key, given, value", [
    ("packages_path", ("a",),
     "ERROR Misconfigured setting 'packages_path': ('a',) should be instance of <class 'list'>"),
    ("warn_all", 1, "ERROR Misconfigured setting 'warn_all': 1 should be instance of <class 'bool'>"),
    ("tmpdir", 3, "ERROR Misconfigured setting 'tmpdir': "
     "Or(None, <class 'str'>) did not validate 3\n3 should be instance of <class 'str'>"),
    ("tmpdir", None, None),
    ("memcached_uri", None, []),
    ("platform_map", None, {}),
    ("package_filter", {}, [{}]),
    ("package_filter", [], []),
    ("package_preprocess_function", len, len),
    ("default_cachable", None, None),
    ("release_hooks", ModifyList(append=["a"]), ["a"]),
    ("implicit_packages", ModifyList(append=["z"], prepend=["y"]), None),
    ("optionvars", {1: ("$FUNK", {"b": "$FUNK"})}, {1: ["dude", {"b": "dude"}]}),
    ("env_var_separators", None, "ERROR Misconfigured setting 'env_var_separators': "
     "None should be instance of <class 'dict'>"),
])
def test_overrides(monkeypatch, key, given, value):
    monkeypatch.setenv("FUNK", "dude")
    result = read(key, overrides={key: given}, locked=True)
    if key == "implicit_packages":
        assert (result[0], result[-1], len(result)) == ("y", "z", 5)
    else:
        assert result == value


def test_modify_list_needs_a_list():
    config = Config([ROOT], overrides={"build_directory": ModifyList(append=["a"])})
    with pytest.raises(ValueError, match="Attempted to apply ModifyList to non-list: 'build'"):
        _ = config.warn_all
