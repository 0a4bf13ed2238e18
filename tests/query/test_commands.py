"""The commands that search and show packages. Output was recorded from Rez 3.4.0."""
import argparse
from importlib import import_module

import pytest

from pkgrs.errors import PackageNotFoundError, PackageRequestError, ResourceError, RezError

OPTIONS = {
    "search": ["-h --help", "-t --type", "--nl --no-local", "--validate", "--paths", "-f --format", "--no-newlines",
               "-l --latest", "-e --errors", "--nw --no-warnings", "--before", "--after", "PKG"],
    "view": ["-h --help", "-f --format", "-a --all", "-b --brief", "-c --current", "PKG"],
    "depends": ["-h --help", "-d --depth", "--paths", "-b --build-requires", "-p --private-build-requires",
                "-g --graph", "--pg --print-graph", "--wg --write-graph", "-q --quiet", "PKG"],
    "diff": ["-h --help", "PKG1", "PKG2"],
    "help": ["-h --help", "-m --manual", "-e --entries", "PKG", "SECTION"],
    "yaml2py": ["-h --help", "PATH"],
}


def parser_of(name):
    parser = argparse.ArgumentParser(prog="rez " + name)
    module = import_module("pkgrs.cli.commands." + name)
    module.setup_parser(parser)
    return module, parser


@pytest.fixture
def run(world, capsys):
    def run_(name, *arguments):
        module, parser = parser_of(name)
        opts = parser.parse_args(arguments)
        opts.verbose = 0
        try:
            code = module.command(opts, parser) or 0
        except SystemExit as e:
            code = e.code
        out, err = capsys.readouterr()
        return code, out, err
    return run_


@pytest.fixture
def foo(world):
    world.add("foo", "1.0", "description = 'a foo'\nhelp = 'http://foo/{version}'\ntimestamp = 1000\n")
    world.add("foo", "2.0", "requires = ['bar', '!baz']\n")
    world.add("bar", "1")
    world.add("foobar", "1", "requires = ['foo']\n")
    return world


@pytest.mark.parametrize("name", sorted(OPTIONS))
def test_options(name):
    _, parser = parser_of(name)
    assert [" ".join(action.option_strings) or action.dest for action in parser._actions] == OPTIONS[name]


@pytest.mark.parametrize("arguments, expected", [
    ((), (0, "bar\nfoo\nfoobar\n", "")),
    (("foo",), (0, "foo-1.0\nfoo-2.0\n", "")),
    (("foo", "-l"), (0, "foo-2.0\n", "")),
    (("foo", "--after", "1001"), (0, "foo-2.0\n", "")),
    (("foo", "-f", "{desc}|{ver}"), (0, "a foo|1.0\n|2.0\n", "")),
    (("foo", "-t", "variant"), (0, "foo-1.0[]\nfoo-2.0[]\n", "")),
    (("nope",), (1, "", "No matching family found.\n")),
    (("nope-1",), (1, "", "No matching package found.\n")),
    (("foo", "-e"), (1, "", "No matching erroneous package found.\n")),
    (("--paths", "/nowhere", "foo"), (1, "", "No matching family found.\n")),
])
def test_search(foo, run, arguments, expected):
    assert run("search", *arguments) == expected


def test_search_shows_healthy_packages_before_the_error(foo, run, capsys):
    foo.add("foo", "1.5", "1/0\n")
    with pytest.raises(ResourceError, match="division by zero"):
        run("search", "foo")
    lines = capsys.readouterr().out.split("\n")
    assert [line for line in lines if line.startswith("foo-")] == ["foo-1.0", "foo-1.5", "foo-2.0"]
    # Where nothing is left to print, the error is all there is to say.
    foo.add("baz", "1", "1/0\n")
    with pytest.raises(ResourceError, match="division by zero"):
        run("search", "baz", "-t", "variant")


@pytest.mark.parametrize("arguments, message", [
    (("--before", "x"), "'x' is an unrecognised time format."),
    (("foo", "-f", "{"), "Single '{' encountered in format string"),
    (("foo", "-f", "{}"), "Malformed --format"),
])
def test_search_bad_arguments(foo, run, arguments, message):
    with pytest.raises(RezError) as info:
        run("search", *arguments)
    assert message in str(info.value)


def test_search_times_that_exclude_each_other(foo, run):
    code, _, err = run("search", "foo", "--after", "1600", "--before", "1500")
    assert code == 2 and err.endswith("error: non-overlapping --before and --after\n")


def test_view(foo, run):
    uri = "%s/foo/1.0/package.py" % foo.path
    base = uri[:-len("/package.py")]
    text = "name: foo\n\nversion: '1.0'\n\ndescription: a foo\n\nhelp: http://foo/{version}\n\n"
    assert run("view", "foo-1") == (0, "URI:\n%s\n\nCONTENTS:\n%sbase: %s\n" % (uri, text, base), "")
    assert run("view", "foo-1", "-b", "-a") == (0, text + "timestamp: 1000\n\nbase: %s\n" % base, "")
    assert run("view", "foo", "-b", "-f", "py")[1].startswith(
        "# -*- coding: utf-8 -*-\n\nname = 'foo'\n\nversion = '2.0'\n\nrequires = [\n    'bar',\n    '!baz'\n]\n")


def test_view_nothing(foo, run):
    assert run("view", "nope") == run("view", "foo-9") == (1, "no matches found\n", "")
    for request in ("##", "foo-##"):
        with pytest.raises(PackageRequestError):
            run("view", request)


def test_depends(foo, run):
    assert run("depends", "bar") == (0, "#0: bar\n#1: foo\n#2: foobar\n", "")
    assert run("depends", "bar", "-q", "-d", "1") == (0, "bar\nfoo\n", "")
    assert run("depends", "bar", "--pg", "-d", "1") == (0, (
        'digraph graphname {\nbar;\nfoo [fillcolor="#F6F6F6", fontsize=10, style=filled];\nfoo -> bar;\n}\n\n'), "")


def test_help(foo, run, settings, monkeypatch):
    import webbrowser

    opened = []
    monkeypatch.setattr(webbrowser, "open_new", opened.append)
    settings(browser="")
    found = "Help found for:\n%s/foo/1.0/package.py\n\nDescription:\na foo\n\n" % foo.path
    assert run("help", "foo", "-e") == (0, found + "Sections:\n  1:\tHelp (http://foo/1.0)\n", "")
    assert run("help", "foo", "2") == (2, found, "No such help section.\n")
    assert run("help", "bar") == (
        1, "", "Could not find a package with help for PackageRequest('bar').\n")
    assert opened == []
    assert run("help", "foo")[0] == 0 and opened == ["http://foo/1.0"]
    assert run("help")[0] == 0 and len(opened) == 2
    for request in ("!foo", "foo-##"):
        with pytest.raises(PackageRequestError):
            run("help", request)


def test_diff(foo, run):
    with pytest.raises(PackageNotFoundError):
        run("diff", "foo")
    with pytest.raises(RezError, match="^No package to diff with - foo-1.0 is the earliest package version$"):
        run("diff", "foo-1.0")


def test_yaml2py(run, tmp_path):
    file = tmp_path / "package.yaml"
    file.write_text("name: y\nversion: '1'\ncommands: env.X = 1\n")
    text = "# -*- coding: utf-8 -*-\n\nname = 'y'\n\nversion = '1'\n\ndef commands():\n    env.X = 1\n"
    assert run("yaml2py", str(tmp_path)) == run("yaml2py", str(file)) == (0, text, "")
    assert run("yaml2py", "/no/where") == (1, "", "Couldn't load the package at '/no/where'\n")
    file.write_text("name: y\n  x: [\n")
    with pytest.raises(ResourceError, match="mapping values are not allowed here"):
        run("yaml2py", str(tmp_path))


def test_what_parsers_do_not_import():
    import subprocess
    import sys

    code = ("import argparse, sys\n"
            "from importlib import import_module\n"
            "for name in %r:\n"
            "    import_module('pkgrs.cli.commands.' + name).setup_parser(argparse.ArgumentParser())\n"
            "print(sorted(m for m in sys.modules if m.startswith('pkgrs.') and '.cli' not in m))" % sorted(OPTIONS))
    out = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True).stdout
    assert out.strip() == "['pkgrs.query', 'pkgrs.query.fields']"
