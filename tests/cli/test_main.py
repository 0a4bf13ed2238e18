"""Running commands: arguments, errors, exit codes."""
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pkgrs.cli import entry, main, signals, table

ROOT = Path(__file__).parent.parent.parent
COMMANDS = {script[4:] for script in entry.get_specifications() if script.startswith("rez-")} | {"complete", "forward"}
LINE = re.compile(r"\d\d:\d\d:\d\d ERROR    (.*)\n")


def error_in(text):
    match = LINE.search(text)
    return match and match.group(1)


def test_no_command(run):
    code, _, err = run("rez")
    assert code == 2 and err.endswith("rez: error: too few arguments.\n")


def test_unknown_command(run):
    code, _, err = run("rez nonesuch")
    assert code == 2 and "argument COMMAND: invalid choice: 'nonesuch' (choose from" in err


def test_unknown_option(run):
    code, _, err = run("rez --nonesuch")
    assert code == 2 and err.endswith("rez: error: unrecognized arguments: --nonesuch\n")


def test_help_of_a_command_loads_no_other(run):
    for name in ("pkgrs.cli.commands.yaml2py",):
        sys.modules.pop(name, None)
    code, out, _ = run("rez-env -h")
    assert code == 0 and out.startswith("usage: rez env [-h] [--shell {")
    assert "pkgrs.cli.commands.yaml2py" not in sys.modules


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_commands_that_are_there_are_described(name):
    module = importlib.import_module(table.module_of(name))
    assert module.__doc__ and module.__doc__.strip().split("\n\n")[0].strip().endswith(".")


def test_debug_shows_all(run, packages, monkeypatch):
    from pkgrs.errors import PackageFamilyNotFoundError
    monkeypatch.setattr(sys, "argv", ["rez-env", "nonesuch", "--debug"])
    monkeypatch.setattr(main, "install_handlers", lambda: None)
    with pytest.raises(PackageFamilyNotFoundError):
        main.run("env")


@pytest.mark.parametrize("args, message", [
    ("nonesuch", "PackageFamilyNotFoundError: package family not found: nonesuch (searched: {packages})"),
    ("foo-9", "PackageNotFoundError: Package could not be found: foo-9"),
    ("!!foo", "PackageRequestError: Not a valid package name: '!foo'"),
    ("foo--", "VersionError: Syntax error in version range '-': Syntax error in version range '-'"),
    ("-i nonesuch.rxt", "FileNotFoundError: [Errno 2] No such file or directory: 'nonesuch.rxt'"),
    ("-t junk foo", "RezError: ValueError: 'junk' is an unrecognised time format."),
])
def test_errors_begin_with_one_line(run, packages, args, message):
    code, out, err = run("rez-env " + args)
    assert code == 1 and out == "" and "Traceback" not in err
    assert error_in(err) == message.format(packages=packages)


def test_our_own_mistakes_are_shown_whole(run, monkeypatch, packages):
    from pkgrs.cli.commands import env
    monkeypatch.setattr(env, "_get_context", lambda *args: 1 / 0)
    monkeypatch.setattr(sys, "argv", ["rez-env", "foo"])
    monkeypatch.setattr(main, "install_handlers", lambda: None)
    with pytest.raises(ZeroDivisionError):
        main.run("env")


@pytest.mark.parametrize("arguments, expected", [
    (["a", "--", "b", "-c", "--", "d"], (["a"], [["b", "-c"], ["d"]])),
    (["a"], (["a"], [])),
    (["--"], ([], [[]])),
])
def test_groups_of_arguments(arguments, expected):
    assert main._split_groups(arguments) == expected


def test_commands_of_plugins(run, monkeypatch):
    from types import ModuleType
    module = ModuleType("plugin_command")
    module.__doc__ = "A command of a plugin."
    module.setup_parser = lambda parser, completions=False: parser.add_argument("WORD")
    module.command = lambda opts, parser, extra: print("ran", opts.WORD, extra) or 5
    monkeypatch.setitem(sys.modules, "plugin_command", module)
    monkeypatch.setitem(table.subcommands, "plugged", {"module_name": "plugin_command", "arg_mode": "grouped"})
    assert run("rez plugged x -- y z")[:2] == (5, "ran x [['y', 'z']]\n")


@pytest.mark.parametrize("missing, text", [
    (["__doc__"], "must have a module-level docstring (used as the command help)"),
    (["command"], "must provide a command() function"),
    (["setup_parser"], " must provide a setup_parser() function"),
    (["__doc__", "command", "setup_parser"], " must provide a setup_parser() function"),
])
def test_modules_that_are_no_commands(run, monkeypatch, missing, text):
    from types import ModuleType
    module = ModuleType("plugin_command")
    module.__doc__, module.command, module.setup_parser = "Text.", print, lambda p: None
    for name in missing:
        setattr(module, name, None) if name == "__doc__" else delattr(module, name)
    monkeypatch.setitem(sys.modules, "plugin_command", module)
    monkeypatch.setitem(table.subcommands, "plugged", {"module_name": "plugin_command"})
    code, out, err = run("rez plugged")
    assert (code, out) == (2, "")
    assert err.startswith("command module plugin_command %s\n" % text)
    assert err.endswith("error: too few arguments.\n")


def test_help_despite_a_plugin_that_fails(run, monkeypatch):
    from types import ModuleType
    module = ModuleType("plugin_command")
    module.__doc__, module.command, module.setup_parser = "Text.", print, lambda p: p.no_such_method()
    monkeypatch.setitem(sys.modules, "plugin_command", module)
    for name, place in (("plugged", "plugin_command"), ("absent", "no_such_module")):
        monkeypatch.setitem(table.subcommands, name, {"module_name": place})
    code, out, err = run("rez -h")
    assert code == 0 and "Resolve packages" in out or "    env " in out
    assert "plugged" not in out and "absent" not in out
    assert "command plugged: AttributeError: " in err and "command absent: ModuleNotFoundError: " in err


def test_scripts():
    specifications = entry.get_specifications()
    assert len(specifications) == 33
    assert specifications["rez-env"] == "rez-env = rez.cli._entry_points:run_rez_env"
    assert {"rez", "rezolve", "_rez-complete", "_rez_fwd"} <= set(specifications)
    assert COMMANDS == {name for name in table.subcommands if name not in table.PKG_COMMANDS}
    for name in specifications:
        launcher = ROOT / "bin" / name
        assert os.access(str(launcher), os.X_OK) and specifications[name].rpartition(":")[2] in launcher.read_text()


def test_benchmark_fixes_settings(monkeypatch):
    monkeypatch.setattr(entry, "_start", lambda name: name)
    names = ["REZ_MEMCACHED_URI", "REZ_MEMCACHED_URI_JSON", "REZ_PACKAGE_FILTER_JSON", "REZ_PACKAGE_ORDERERS_JSON",
             "REZ_ALLOW_UNVERSIONED_PACKAGES_JSON", "REZ_RESOURCE_CACHING_MAXSIZE_JSON",
             "REZ_CACHE_PACKAGES_PATH_JSON"]
    for name in names:
        monkeypatch.setenv(name, "before")
    assert entry.run_rez_benchmark() == "benchmark"
    assert [os.environ.get(name) for name in names] == [None, "[]", "[]", "[]", "false", "-1", "null"]


@pytest.mark.parametrize("handler, text", [
    ("sigint_handler", "Interrupted by user\n"), ("sigterm_handler", "Terminated by user\n")])
def test_signals(monkeypatch, capsys, handler, text):
    killed = []
    monkeypatch.setattr(os, "killpg", lambda group, number: killed.append(number))
    monkeypatch.setattr(signals, "_handled_int", False)
    monkeypatch.setattr(signals, "_handled_term", False)
    with pytest.raises(SystemExit) as error:
        getattr(signals, handler)(2, None)
    assert error.value.code == 1 and killed == [2] and capsys.readouterr().out.startswith(text)
    getattr(signals, handler)(2, None)  # the process group gets it, too, and is told only once
    assert killed == [2]


def test_quiet_signals(monkeypatch, capsys):
    monkeypatch.setenv("_REZ_QUIET_ON_SIG", "1")
    monkeypatch.setenv("_REZ_NO_KILLPG", "1")
    monkeypatch.setattr(signals, "_handled_int", False)
    with pytest.raises(SystemExit):
        signals.sigint_handler(2, None)
    assert "Interrupted" not in capsys.readouterr().out


def imported_by(*command):
    """What a command imports, as told by the interpreter."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("REZ_")}
    process = subprocess.run([sys.executable, "-X", "importtime", *command], env=environ, stderr=subprocess.PIPE,
                             stdout=subprocess.PIPE, universal_newlines=True)
    return {line.rpartition("|")[2].strip() for line in process.stderr.split("\n") if line.startswith("import time")}


NEVER = {"yaml", "packaging", "click", "importlib.metadata", "pika", "pymemcache", "distlib", "schema", "pydot"}


def test_version_imports_next_to_nothing():
    imported = imported_by(str(ROOT / "bin" / "rez"), "--version")
    site = imported_by("-c", "pass")
    assert len({name for name in imported - site if name.startswith("pkgrs")}) < 10
    assert not (imported - site) & (NEVER | {"argparse", "json", "subprocess", "logging", "re"})


@pytest.mark.parametrize("script", ["rez-env", "rez-context", "rez-suite", "rez-status"])
def test_help_imports_no_heavy_libraries(script):
    imported = imported_by(str(ROOT / "bin" / script), "--help")
    assert "argparse" in imported
    assert not (imported - imported_by("-c", "pass")) & (NEVER | {"subprocess", "json"})


@pytest.mark.parametrize("text, message, place", [
    ("name = 'x'\nvariants = ['a']\n", "SchemaError: Or(", "In {path}: variants"),
    ("name = (\n", "ResourceError: Problem loading {path}: ", None),
    ("version = '1'\n", "PackageMetadataError: Error in '{path}' - missing or non-string field 'name'", None),
])
@pytest.mark.parametrize("command", ["rez-build", "rez-release", "rez-build -i"])
def test_definitions_in_the_working_directory(run, tmp_path, monkeypatch, command, text, message, place):
    from pkgrs.cli.commands import build
    monkeypatch.setattr(build, "_package", None)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "package.py"
    path.write_text(text)
    code, _, err = run(command)
    assert code == 1 and "Traceback" not in err
    assert error_in(err).startswith(message.format(path=path))
    assert place is None or err.splitlines()[-1] == place.format(path=path)
