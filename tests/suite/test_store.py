"""Suites on disk."""
import os
import signal
import subprocess
import sys
import time

import pytest
import yaml

from pkgrs.tool_errors import SuiteError
from pkgrs.suite import store
from pkgrs.suite.suite import Suite


def content(folder):
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(path, name)) as stream:
                found[os.path.relpath(os.path.join(path, name), folder)] = stream.read()
    return found


def test_files(suite, tmp_path, capsys):
    path = str(tmp_path / "suite")
    suite.save(path, verbose=True)
    assert sorted(content(path)) == ["bin/barrer", "bin/both", "bin/fooer", "contexts/A.rxt", "contexts/B.rxt",
                                     "contexts/E.rxt", "suite.yaml"]
    assert content(path)["suite.yaml"].startswith(
        "contexts:\n  A:\n    hidden_tools: !!set {}\n    name: A\n    prefix_char: null\n    priority: 1\n"
        "    tool_aliases: {}\n  B:\n")
    assert content(path)["bin/fooer"] == (
        "#!/usr/bin/env _rez_fwd\nfunc_name: _FWD__invoke_suite_tool_alias\nkwargs:\n  context_name: A\n"
        "  prefix_char: null\n  tool_name: fooer\nmodule: suite\n")
    assert os.access(os.path.join(path, "bin", "fooer"), os.X_OK)
    assert capsys.readouterr().out.split("\n")[:4] == [
        "writing %r..." % os.path.join(path, "contexts", name) for name in ("A.rxt", "B.rxt", "E.rxt")] + [
        "creating alias wrappers in %r..." % os.path.join(path, "bin")]


def test_round_trip(suite, tmp_path):
    suite.alias_tool("A", "fooer", "other")
    suite.hide_tool("B", "both")
    suite.set_context_prefix("B", "b_")
    path = str(tmp_path / "suite")
    suite.save(path)
    loaded = Suite.load(path)
    assert loaded.to_dict() == suite.to_dict() and loaded.get_tools() == suite.get_tools()
    assert loaded.next_priority == 4
    context = loaded.context("A")
    assert (context.parent_suite_path, context.suite_context_name) == (path, "A")
    assert context.load_path == os.path.join(path, "contexts", "A.rxt")
    assert loaded.get_tool_filepath("other") == os.path.join(path, "bin", "other")
    assert loaded.get_tool_filepath("fooer") is None
    loaded.validate()


def test_saving_over_itself(saved):
    saved.remove_context("A")
    saved.save(saved.load_path)
    assert sorted(content(saved.load_path)) == ["bin/barrer", "bin/both", "contexts/B.rxt", "contexts/E.rxt",
                                                "suite.yaml"]
    assert [name for name in os.listdir(os.path.dirname(saved.load_path)) if "suite" in name] == ["suite"]


@pytest.mark.parametrize("can_exchange", [True, False])
def test_swap_without_exchange(saved, monkeypatch, can_exchange):
    if not can_exchange:
        monkeypatch.setattr(store, "_exchange", lambda path, other: False)
    saved.remove_context("B")
    saved.save(saved.load_path)
    assert Suite.load(saved.load_path).context_names == ["A", "E"]


def test_something_else_is_there(suite, saved, tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    for name in ("file", "folder", "suite"):
        path = str(tmp_path / name)
        with pytest.raises(SuiteError) as error:
            suite.save(path)
        assert str(error.value) == "Cannot save, path exists: %r" % path


@pytest.mark.parametrize("where", ["context", "file", "script"])
def test_failing_write_leaves_the_old_suite(saved, monkeypatch, where):
    before = content(saved.load_path)

    def fail(*args, **kwargs):
        raise OSError("disk full")

    saved.bump_context("A")
    context = saved._loaded_context("B")
    if where == "context":
        monkeypatch.setattr(context, "save", fail, raising=False)
    elif where == "file":
        monkeypatch.setattr("pkgrs.base.yaml.dump_yaml", fail)
    else:
        monkeypatch.setattr("pkgrs.shell.scripts.create_forwarding_script", fail)
    with pytest.raises(OSError, match="disk full"):
        saved.save(saved.load_path)
    assert content(saved.load_path) == before
    assert sorted(os.listdir(os.path.dirname(saved.load_path))) == ["packages", "suite"]


@pytest.mark.parametrize("name", ["../x", "a/b", "/abs", ".", "..", "", "a\0b"])
def test_names_stay_in_the_suite(resolve, tmp_path, name):
    path = str(tmp_path / "suite")
    suite = Suite()
    suite.add_context(name, resolve("extra"))
    with pytest.raises(SuiteError, match="Invalid context name"):
        suite.save(path)
    suite = Suite()
    suite.add_context("A", resolve("foo"))
    suite.alias_tool("A", "fooer", name)
    with pytest.raises(SuiteError, match="Invalid tool name"):
        suite.save(path)
    assert os.listdir(str(tmp_path)) == ["packages"]


def test_names_in_a_file_stay_in_the_suite(saved):
    path = os.path.join(saved.load_path, "suite.yaml")
    with open(path) as stream:
        data = yaml.safe_load(stream)
    data["contexts"]["../../x"] = dict(data["contexts"].pop("A"), name="../../x")
    with open(path, "w") as stream:
        yaml.safe_dump(data, stream)
    with pytest.raises(SuiteError, match="Invalid context name"):
        Suite.load(saved.load_path)


@pytest.mark.parametrize("text, cause", [
    ("", "TypeError"), ("[]", "TypeError"), ("{}", "KeyError: 'contexts'"), ("contexts: 3", "AttributeError"),
    ("contexts: {x: 1}", "TypeError"), ("contexts: {x: {name: x}}", "KeyError: 'priority'"),
    ("a: [", "while parsing a flow node")])
def test_what_is_no_suite(tmp_path, text, cause):
    (tmp_path / "suite.yaml").write_text(text)
    with pytest.raises(SuiteError, match="Failed loading suite: " + cause):
        Suite.load(str(tmp_path))


def test_no_suite(tmp_path):
    with pytest.raises(SuiteError, match="Not a suite: "):
        Suite.load(str(tmp_path))
    with pytest.raises(FileNotFoundError):
        Suite.load(str(tmp_path / "nonesuch"))


def test_missing_context_file(saved):
    os.remove(os.path.join(saved.load_path, "contexts", "A.rxt"))
    with pytest.raises(FileNotFoundError):
        Suite.load(saved.load_path).get_tools()


def test_visible(saved, tmp_path):
    bin_folder = os.path.join(saved.load_path, "bin")
    paths = [str(tmp_path), "", bin_folder, "/nonesuch/bin"]
    assert Suite.visible_suite_paths(paths) == [saved.load_path]
    assert [suite.load_path for suite in Suite.load_visible_suites(paths)] == [saved.load_path]


SAVES = """
import itertools, sys
from pkgrs.suite.suite import Suite
suite = Suite.load(sys.argv[1])
print("loaded", flush=True)
for prefix in itertools.cycle(["p_", ""]):
    suite.set_context_prefix("A", prefix)
    suite.save(sys.argv[1])
    print("saved", flush=True)
"""


@pytest.mark.slow
def test_killed_while_saving(saved):
    """However it ends, a whole suite is there: the one before or the one after."""
    for turn in range(25):
        process = subprocess.Popen([sys.executable, "-c", SAVES, saved.load_path], stdout=subprocess.PIPE)
        assert process.stdout.readline() == b"loaded\n"
        if turn % 2:
            assert process.stdout.readline() == b"saved\n"
        time.sleep(0.006 * turn)  # at a moment of any kind: there is nothing to wait for
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        loaded = Suite.load(saved.load_path)
        loaded.validate()
        assert set(os.listdir(os.path.join(saved.load_path, "bin"))) == set(loaded.get_tools())
        assert sorted(os.listdir(os.path.join(saved.load_path, "contexts"))) == ["A.rxt", "B.rxt", "E.rxt"]


@pytest.mark.slow
def test_disk_that_is_full(saved, tmp_path):
    """The suite is as before, and what was written of the new one is gone."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.call(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)], stderr=subprocess.DEVNULL):
        pytest.skip("may not mount a file system")
    try:
        path = str(disk / "suite")
        saved.save(path)
        before = content(path)
        room = os.statvfs(str(disk)).f_bavail * os.statvfs(str(disk)).f_frsize
        (disk / "more").write_bytes(b"x" * (room - 16384))
        loaded = Suite.load(path)
        loaded.set_context_prefix("A", "p_")
        with pytest.raises(OSError, match="No space left"):
            loaded.save(path)
        assert content(path) == before
        assert sorted(os.listdir(str(disk))) == ["more", "suite"]
        Suite.load(path).validate()
    finally:
        subprocess.check_call(["umount", str(disk)])
