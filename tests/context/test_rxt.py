"""Contexts as data and files."""
import io
import json
import os
import stat

import pytest

from pkgrs.context.context import ResolvedContext
from pkgrs.context.locks import PatchLock
from pkgrs.errors import ResolvedContextError

KEYS = """resolved_packages resolved_ephemerals serialize_version patch_locks package_orderers package_filter graph
timestamp requested_timestamp building testing caching implicit_packages package_requests package_paths append_sys_path
package_caching package_cache_async default_patch_lock rez_version rez_path user host platform arch os created
parent_suite_path suite_context_name status failure_description from_cache solve_time load_time
num_loaded_packages""".split()
# Keys that older versions do not write.
OPTIONAL = """resolved_ephemerals patch_locks package_orderers package_filter requested_timestamp testing
append_sys_path package_caching package_cache_async default_patch_lock parent_suite_path suite_context_name from_cache
num_loaded_packages""".split()


def test_keys(resolve):
    assert list(resolve("app").to_dict()) == KEYS


def test_only_some_fields(resolve):
    assert list(resolve("plain").to_dict(fields=["user", "nonesuch", "status"])) == ["user", "status"]


def test_file_is_sorted_json(resolve, tmp_path):
    path = str(tmp_path / "c.rxt")
    resolve("app", ".feature-1").save(path)
    text = open(path).read()
    data = json.loads(text)
    assert text == json.dumps(data, indent=4, separators=(",", ": "), sort_keys=True)
    assert data["serialize_version"] == "4.9"
    assert data["resolved_packages"][0] == {"key": "filesystem.variant", "variables": {
        "index": None, "location": data["package_paths"][0], "name": "lib", "repository_type": "filesystem",
        "version": "1.1"}}
    assert data["resolved_ephemerals"] == [".feature-1"]


def test_round_trip(resolve, tmp_path):
    path = str(tmp_path / "c.rxt")
    context = resolve("app", ".feature-1", building=True, timestamp=1500000000)
    context.patch_locks = {"lib": PatchLock.lock_3}
    context.save(path)
    loaded = ResolvedContext.load(path)
    assert loaded == context and hash(loaded) == hash(context)
    assert loaded.load_path == path and context.load_path is None
    assert vars(loaded).keys() == vars(context).keys()
    assert loaded.to_dict() == context.to_dict()
    assert loaded.get_environ() == context.get_environ()
    assert all(variant.context is loaded for variant in loaded.resolved_packages)


def test_failed_context_round_trip(resolve):
    context = resolve("lib-1", "lib-2")
    buf = io.StringIO()
    context.write_to_buffer(buf)
    buf.seek(0)
    loaded = ResolvedContext.read_from_buffer(buf)
    assert not loaded.success and loaded.failure_description == context.failure_description
    assert loaded.graph(as_dot=True).count("CONFLICT") == 1


@pytest.mark.parametrize("key", KEYS)
def test_missing_key(resolve, key):
    data = resolve("plain").to_dict()
    del data[key]
    if key in OPTIONAL:
        assert ResolvedContext.from_dict(data).success
    else:
        with pytest.raises(KeyError, match=key):
            ResolvedContext.from_dict(data)


def test_yaml_is_read(resolve):
    from pkgrs.base.yaml import dump_yaml
    context = resolve("app")
    text = dump_yaml(json.loads(json.dumps(context.to_dict())))
    assert ResolvedContext.read_from_buffer(io.StringIO(text)) == context


def test_newer_version_warns(resolve, capsys):
    data = resolve("plain").to_dict()
    data["serialize_version"] = "5.0"
    assert ResolvedContext.from_dict(data, "FILE").success
    assert capsys.readouterr().err == (
        "The context in FILE was written by a newer version of Rez. The load may fail "
        "(serialize version 5.0 > 4.9)\n")


@pytest.mark.parametrize("text, cause", [
    ("", "TypeError: 'NoneType' object is not subscriptable"),
    ("[]", "TypeError: list indices must be integers or slices, not str"),
    ("{}", "KeyError: 'serialize_version'"),
    ('{"serialize_version": "abc"}', "ValueError: invalid literal for int"),
    ('{"serialize_version": "4.9", "timestamp": 1', "JSONDecodeError: Expecting"),
    ("a: [1", "ParserError: while parsing a flow sequence"),
])
def test_what_is_no_context(tmp_path, text, cause):
    path = tmp_path / "bad.rxt"
    path.write_text(text)
    with pytest.raises(ResolvedContextError) as error:
        ResolvedContext.load(str(path))
    assert str(error.value).startswith("Failed to load context from %s: %s" % (path, cause))


def test_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        ResolvedContext.load(str(tmp_path / "nonesuch.rxt"))


def test_failing_write_leaves_the_old_file(resolve, tmp_path, monkeypatch):
    path = tmp_path / "c.rxt"
    path.write_text("old")
    context = resolve("plain")
    monkeypatch.setattr(context, "user", object())  # can't be written
    with pytest.raises(TypeError):
        context.save(str(path))
    assert path.read_text() == "old" and os.listdir(str(tmp_path)).count("c.rxt") == 1
    assert stat.S_IMODE(os.stat(str(path)).st_mode) & 0o111 == 0


def test_current(resolve, tmp_path, monkeypatch):
    monkeypatch.delenv("REZ_RXT_FILE", raising=False)
    path = str(tmp_path / "c.rxt")
    context = resolve("plain")
    context.save(path)
    loaded = ResolvedContext.load(path)
    assert ResolvedContext.get_current() is None
    assert (context.is_current(), loaded.is_current()) == (False, None)
    monkeypatch.setenv("REZ_RXT_FILE", path)
    assert ResolvedContext.get_current() == context
    assert (context.is_current(), loaded.is_current()) == (False, True)
