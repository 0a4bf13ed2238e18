"""rez-context, rez-bundle, rez-suite, rez-status, rez-python, _rez_fwd."""
import json
import os
import shutil
import sys

import pytest


@pytest.fixture
def rxt(packages, tmp_path):
    """A saved context, and a failed one beside it."""
    from pkgrs.context.context import ResolvedContext
    ResolvedContext(["bar"]).save(str(tmp_path / "c.rxt"))
    ResolvedContext(["foo-1", "foo-2"]).save(str(tmp_path / "failed.rxt"))
    return str(tmp_path / "c.rxt")


def test_no_current_context(run):
    assert run("rez-context") == (1, "", "not in a resolved environment context.\n")


@pytest.mark.parametrize("options, expected", [
    (["--req"], "bar\n"),
    (["--res"], "foo-1.0\nbar-1\n"),
    (["-t"], "TOOL   PACKAGE  \n----   -------  \nfooer  foo-1.0  \n"),
    (["--fetch"], ""),
])
def test_printing(run, rxt, options, expected):
    assert run("rez-context", *options, rxt) == (0, expected, "")


def test_summary(run, rxt):
    code, out, _ = run("rez-context", rxt)
    assert code == 0 and out.startswith("resolved by ") and "\nfoo-1.0  " in out
    assert run("rez-context -v", rxt)[1].endswith("\nrxt file:          %s\n" % rxt)


def test_uris(run, rxt, packages):
    assert run("rez-context --res --su", rxt)[1].split("\n")[0] == os.path.join(
        packages, "foo", "1.0", "package.py[]")


def test_interpret(run, rxt):
    assert '\nexport FOO="1.0"\n' in run("rez-context -i --no-env", rxt)[1]
    assert ';export FOO="1.0";' in run("rez-context -i -f bash -s eval", rxt)[1]
    assert json.loads(run("rez-context -i -f json", rxt)[1])["FOO"] == "1.0"
    assert run("rez-context -i -f table", rxt)[1].startswith("FOO   ")
    assert "{'FOO': '1.0',\n" in run("rez-context -i -f dict", rxt)[1]
    assert run("rez-context -i -f nonesuch", rxt)[0] == 2


def test_which(run, rxt):
    code, out, _ = run("rez-context --which sh", rxt)
    assert code == 0 and os.path.basename(out) == "sh\n"
    assert run("rez-context --which nonesuch", rxt) == (0, "", "'nonesuch' not found in the context\n")


def test_graphs(run, rxt, tmp_path):
    assert run("rez-context --pg", rxt)[1].startswith("digraph g {\n")
    assert run("rez-context --pg -d", rxt)[1].count("->") == 1
    code, _, err = run("rez-context --wg", str(tmp_path / "g.xyz"), rxt)
    assert code == 1 and "Unsupported graph format: 'xyz'" in err and "Traceback" not in err
    if shutil.which("dot"):
        for option, name in (("", "g.svg"), ("--pp=foo", "p.svg")):
            assert run("rez-context --wg", str(tmp_path / name), *option.split(), rxt)[0] == 0
            assert (tmp_path / name).read_text().startswith("<?xml")


def test_diff(run, rxt, packages, tmp_path):
    from pkgrs.context.context import ResolvedContext
    ResolvedContext(["foo-2"]).save(str(tmp_path / "other.rxt"))
    assert run("rez-context --diff", str(tmp_path / "other.rxt"), rxt)[1] == (
        "c.rxt    other.rxt  \n-----    ---------  \nfoo-1.0  foo-2.0    (+2 versions)\nbar-1    -          \n")


def test_failed_context(run, rxt):
    failed = rxt.replace("c.rxt", "failed.rxt")
    assert run("rez-context", failed)[0] == 0
    assert run("rez-context --res", failed) == (0, "", "")
    code, _, err = run("rez-context -i", failed)
    assert code == 1 and "ResolvedContextError: Cannot perform operation in a failed context" in err


def test_from_standard_input(run, rxt, monkeypatch):
    with open(rxt) as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert run("rez-context --req -")[1] == "bar\n"


def test_bundle(run, rxt, tmp_path):
    folder = str(tmp_path / "bundle")
    code, _, err = run("rez-bundle", rxt, folder)
    assert code == 0 and err.endswith("INFO     Bundling %s into %s...\n" % (rxt, folder))
    assert run("rez-context --res --su", os.path.join(folder, "context.rxt"))[1].startswith(folder)
    code, _, err = run("rez-bundle", rxt, folder)
    assert code == 1 and "ContextBundleError: Dest dir must not exist: " + folder in err
    code, _, err = run("rez-bundle", str(tmp_path / "nonesuch"), folder + "2")
    assert code == 1 and "File does not exist: " in err
    assert run("rez-bundle -s -f a b")[0] == 2


def test_suite(run, rxt, tmp_path, monkeypatch):
    path = str(tmp_path / "suite")
    steps = [
        (["--create"], ""), (["-a", rxt, "-c", "A"], ""), ([], "Suite contains 1 contexts:\nA\n"),
        (["-c", "A", "-p", "x_", "-v"], "prefixing context 'A'...\nsaving suite to %r...\n" % path),
        (["-c", "A", "-s", "_y"], ""), (["-b", "A"], ""), (["--find-request", "bar"], "A\n"),
        (["--find-resolve", "foo-2"], ""), (["--validate"], "The suite is valid.\n"),
        (["-r", "A", "-v"], "removing context 'A'...\nsaving suite to %r...\n" % path), ([], "Suite is empty.\n"),
    ]
    for options, expected in steps:
        assert run("rez-suite", path, *options) == (0, expected, ""), options
    monkeypatch.setenv("PATH", os.path.join(path, "bin"))
    assert run("rez-suite -l") == (0, path + "\n", "")


def test_tools_of_a_suite(run, packages, tmp_path):
    from pkgrs.context.context import ResolvedContext
    ResolvedContext(["foo-1"]).save(str(tmp_path / "foo.rxt"))
    path = str(tmp_path / "suite")
    for options in (["--create"], ["-a", str(tmp_path / "foo.rxt"), "-c", "A", "-P", "="],
                    ["-c", "A", "--alias", "fooer", "other"]):
        assert run("rez-suite", path, *options)[0] == 0
    assert run("rez-suite --which other", path) == (0, os.path.join(path, "bin", "other") + "\n", "")
    assert run("rez-suite --which fooer", path) == (1, "", "")
    assert run("rez-suite -t", path)[1].split("\n")[2].split()[:4] == ["other", "fooer", "foo-1.1", "A"]
    for options in (["--unalias", "fooer"], ["--hide", "fooer"]):
        assert run("rez-suite", path, "-c", "A", *options)[0] == 0
    assert os.listdir(os.path.join(path, "bin")) == []
    assert run("rez-suite", path, "-c", "A", "--unhide", "fooer")[0] == 0
    assert os.listdir(os.path.join(path, "bin")) == ["fooer"]


@pytest.mark.parametrize("options, code, message", [
    ([], 2, "rez suite: error: DIR required."),
    (["{path}", "--hide", "x"], 2, "rez suite: error: --context must be supplied when using --hide"),
    (["{path}", "-r", "Z"], 1, "SuiteError: No such context: 'Z'"),
    (["nonesuch"], 1, "FileNotFoundError: [Errno 2] No such file or directory: 'nonesuch'"),
    (["--create", "{path}"], 1, "SuiteError: Cannot save, path exists: '{path}'"),
])
def test_refused_by_suite(run, tmp_path, options, code, message):
    path = str(tmp_path / "suite")
    run("rez-suite --create", path)
    got, _, err = run("rez-suite", *[option.format(path=path) for option in options])
    assert got == code and message.format(path=path) in err


def test_status(run, packages, monkeypatch):
    import pkgrs.suite.status as module
    monkeypatch.setenv("PATH", "/nonesuch")
    monkeypatch.setattr(module, "status", module.Status())
    assert run("rez-status") == (0, "Using Rez v3.4.0\n\nNo active context.\n\nNo visible suites.\n", "")
    assert run("rez-status nonesuch") == (1, "Rez does not know what 'nonesuch' is\n", "")
    assert run("rez-status foo")[1].startswith("'foo' is a package. The latest version is:\nPackage:  foo-2.0\n")
    assert run("rez-status -t") == (1, "No matching tools.\n", "")


def test_python(run, tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import sys, rez\nprint(sys.argv[1:], rez.__version__)\nsys.exit(3)\n")
    assert run("rez-python", str(script), "-v", "--x", "y") == (3, "['-v', '--x', 'y'] 3.4.0\n", "")
    assert run("rez python -c", "print(1)") == (0, "1\n", "")
    assert run("rez-python -h")[1].startswith("usage: rez python [-h] [-v] [FILE]")


def test_forward(run, tmp_path):
    path = tmp_path / "wrapper"
    path.write_text("#!/usr/bin/env _rez_fwd\nmodule: cli._util\nfunc_name: print_items\nnargs: [[1, 2]]\n")
    assert run("rez forward", str(path), "a", "--b") == (0, "1\n2\n", "")


@pytest.mark.parametrize("text, cause", [
    ("", "it holds no mapping"), ("a: [", "while parsing a flow node"), ("func_name: x", "KeyError: 'module'"),
    ("module: suite\nfunc_name: nonesuch", "AttributeError: "), ("module: nonesuch\nfunc_name: x", "ModuleNotFound"),
    ("module: [shell, bash]\nfunc_name: nonesuch", "AttributeError: "), ("module: [1]\nfunc_name: x", "ValueError: "),
])
def test_what_can_t_be_forwarded(run, tmp_path, text, cause):
    path = tmp_path / "wrapper"
    path.write_text(text)
    code, _, err = run("rez forward", str(path), "a")
    assert code == 1 and "RezSystemError: Invalid executable file %s: %s" % (path, cause) in err


def test_windows_need_a_library(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "Qt", None)
    for name in [name for name in sys.modules if name.startswith("pkgrs.gui")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(ModuleNotFoundError) as error:
        run("rez-gui")
    assert error.value.name == "Qt"
