"""rez-env."""
import json
import os
import shutil

import pytest

pytestmark = pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")


def test_command_after_dashes(run, packages):
    assert run("rez-env foo-1 -- printenv FOO") == (0, "1.1\n", "")
    assert run("rez-env foo-1 --", "sh", "-c", 'echo "$FOO" "a  b"; exit 3') == (3, "1.1 a  b\n", "")


def test_command_option(run, packages):
    assert run("rez-env foo-1 -c", "echo $FOO; exit 4") == (4, "1.1\n", "")
    code, _, err = run("rez-env foo -c true -- true")
    assert code == 2 and err.endswith("rez env: error: argument --command: not allowed with arguments after '--'\n")


def test_failed_resolve(run, packages):
    code, out, err = run("rez-env bar foo-2 -- true")
    assert (code, out) == (1, "") and err.startswith("resolve failed, by ")
    assert "  bar --> bar-1 --> foo-1.0\n" in err


def test_failing_package(run, packages):
    code, _, err = run("rez-env broken -- true")
    assert code == 1 and "PackageCommandError: Error in commands in package" in err and "Traceback" not in err


def test_output_and_input(run, packages, tmp_path):
    path = str(tmp_path / "c.rxt")
    assert run("rez-env foo-1 -o", path) == (0, "", "")
    assert run("rez-env -i", path, "--", "printenv", "FOO") == (0, "1.1\n", "")
    code, out, _ = run("rez-env foo -o -")
    assert code == 0 and json.loads(out)["status"] == "solved"
    code, _, err = run("rez-env -i", path, "bar")
    assert code == 2 and "Cannot use --input and provide PKG(s), unless patching." in err


def test_failed_context_is_saved(run, packages, tmp_path):
    path = str(tmp_path / "c.rxt")
    assert run("rez-env bar foo-2 -o", path)[0] == 1
    assert json.load(open(path))["status"] == "failed"
    assert run("rez-env -i", path, "--", "true")[0] == 1


def test_truncated_context(run, tmp_path):
    path = tmp_path / "c.rxt"
    path.write_text('{\n  "arch": ')
    code, out, err = run("rez-env -i", str(path), "--", "true")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "ResolvedContextError: Failed to load context from %s: JSONDecodeError: " % path in err


def test_patch(run, packages, tmp_path, monkeypatch):
    path = str(tmp_path / "c.rxt")
    run("rez-env foo-1.0 -o", path)
    command = ["--", "printenv", "REZ_USED_REQUEST"]
    assert run("rez-env -i", path, "-p", "foo-1.1", "bar", *command)[0] == 1
    assert run("rez-env -i", path, "-p", "foo-1.1", *command)[1] == "foo-1.1\n"
    assert run("rez-env -i", path, "-p", "bar", "--strict", *command)[1] == "foo-1.0 bar\n"
    assert run("rez-env -p bar")[0::2] == (1, "cannot patch: not in a context\n")
    monkeypatch.setenv("REZ_RXT_FILE", path)
    from pkgrs.cli.commands import env
    from pkgrs.context.context import ResolvedContext
    assert ResolvedContext.get_current() is not None and env


@pytest.mark.parametrize("args, expected", [
    ("foo", "foo-2.0"), ("foo --exclude foo-2", "foo-1.1"), ("foo --exclude foo-1+ --include foo-1.0", "foo-1.0"),
    ("bar", "foo-1.0 bar-1"), ("foo --no-filters", "foo-2.0")])
def test_resolves(run, packages, args, expected):
    assert run("rez-env %s -- printenv REZ_USED_RESOLVE" % args)[:2] == (0, expected + "\n")


def test_paths(run, packages, tmp_path):
    paths = "%s:%s" % (packages, os.path.join("~", "x"))
    assert run("rez-env --paths", paths, "foo", "--", "printenv", "REZ_USED_PACKAGES_PATH")[1] == (
        "%s:%s\n" % (packages, os.path.expanduser("~/x")))
    assert run("rez-env --paths", str(tmp_path), "foo")[0] == 1


def test_other_options(run, packages):
    assert run("rez-env -b foo -- printenv REZ_BUILD_ENV")[1] == "1\n"
    assert run("rez-env --ni foo -- printenv REZ_USED_IMPLICIT_PACKAGES")[1] == "\n"
    assert run("rez-env --norc -q --new-session --no-cache --no-pkg-cache --pkg-cache-mode sync foo -- true")[0] == 0
    assert run("rez-env --shell nonesuch foo")[0] == 2
    assert run("rez-env --pkg-cache-mode nonesuch foo")[0] == 2


def test_verbose(run, packages):
    code, out, _ = run("rez-env -v foo -- true")
    assert code == 0 and out.startswith("SOLVE #1 (0 fails so far)...\n") and out.endswith("\nSUCCESS\n")


def test_profile(run, packages, tmp_path):
    import pstats
    path = str(tmp_path / "profile")
    assert run("rez-env foo-1 --profile", path, "--", "printenv", "FOO")[1] == "1.1\n"
    assert pstats.Stats(path).total_calls > 100
