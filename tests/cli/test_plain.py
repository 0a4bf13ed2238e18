"""Command lines that are understood without `argparse`: as it understands them, or not at all."""
import itertools
import subprocess
import sys

import pytest

from pkgrs.cli import main, plain, table
from pkgrs.cli.arguments import add_common_arguments
from pkgrs.cli.commands import env
from pkgrs.cli.parser import command_parser, setup_parser

PLAIN = [
    "", "foo", "foo-1 bar==2 !baz ~x .eph-1", "--no-implicit foo bar", "--ni foo", "foo --ni", "-q foo bar",
    "--paths /a:/b foo", "foo --paths /a", "--rcfile x --norc foo", "-c true foo", "foo -c true", "-t 123 -b foo",
    "-o x foo", "-i a.rxt", "-p --strict foo", "--nl --no-cache --fail-graph", "--debug foo",
    "--profile out foo", "--pre-command x foo", "--stats --no-passive --new-session --detached --no-pkg-cache foo",
    "--paths a --paths b foo", "-s -s", "foo -t 0 --ni",
]
LEFT = [
    "-v foo", "-vv foo", "--verbose", "--shell bash foo", "--max-fails 3 foo", "--time-limit 1 foo", "--exclude a b",
    "--include a", "--patch-rank 1 foo", "--pkg-cache-mode sync foo", "--N0 a", "-h", "--help", "--no-imp foo",
    "--paths=/a foo", "-c=true foo", "-ctrue foo", "-qb foo", "foo -q bar", "-o - foo", "-c -x foo", "--paths", "-",
    "-1 foo", "--nonesuch foo", "foo --nonesuch", "-V", "--info",
]


def by_parser(arguments, name="env"):
    return vars(setup_parser([name]).parse_args([name, *arguments]))


def by_declarations(arguments, module=env):
    declared = plain.Declared()
    module.setup_parser(declared)
    add_common_arguments(declared)
    return declared.parse(arguments)


def assert_same(arguments):
    values = by_declarations(arguments)
    if values is not None:
        expected = by_parser(arguments)
        parser = expected.pop("parser")
        assert parser.prog.endswith("env")
        assert dict(values, info=False, cmd="env", func=env.command) == expected
    return values


@pytest.mark.parametrize("line", PLAIN)
def test_plain_lines(line):
    assert assert_same(line.split()) is not None


@pytest.mark.parametrize("line", LEFT)
def test_lines_for_the_parser(line):
    assert by_declarations(line.split()) is None


def test_an_empty_argument_is_for_the_parser():
    assert by_declarations([""]) is by_declarations(["foo", ""]) is by_declarations(["--paths", ""]) is None


def test_whatever_is_understood_is_understood_alike(capsys):
    pieces = ["foo", "bar-1", "-q", "--ni", "--paths", "-c", "x", "-t", "--debug", "-s"]
    understood = 0
    for count in range(5):
        for arguments in itertools.product(pieces, repeat=count):
            values = by_declarations(list(arguments))
            understood += values is not None
            if values is not None and count < 4:
                assert_same(list(arguments))
    assert understood > 2000


@pytest.mark.parametrize("declaration", [
    dict(names=["-x"], action="append"),
    dict(names=["-x"], type=int, default="1"),
    dict(names=["FILE"]),
    dict(names=["FILE"], nargs="+"),
    dict(names=["FILE"], nargs="*", type=int),
    dict(names=["FILE"], nargs="*", choices=["a"]),
    dict(names=["FILE"], nargs="*", default=["a"]),
])
def test_declarations_that_take_a_parser(declaration):
    with pytest.raises(plain.NotPlain):
        plain.Declared().add_argument(*declaration.pop("names"), **declaration)


def test_a_declaration_that_is_not_known_is_an_error():
    with pytest.raises(TypeError):
        plain.Declared().add_argument("-x", const=1)


def test_where_argparse_is_imported_it_parses():
    assert "argparse" in sys.modules
    assert plain.parse("env", ["foo"], lambda: None) is None


def test_the_parser_is_made_when_something_is_asked_of_it(monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, "argparse")
    made = []

    def make():
        made.append(True)
        return command_parser("env")

    opts = plain.parse("env", ["foo", "--ni"], make)
    assert opts.PKG == ["foo"] and opts.no_implicit and opts.func is env.command and not made
    with pytest.raises(SystemExit) as end:
        opts.parser.error("wrong")
    assert end.value.code == 2 and made
    assert capsys.readouterr().err.endswith("rez env: error: wrong\n")


def test_other_commands_are_for_the_parser(monkeypatch):
    monkeypatch.delitem(sys.modules, "argparse")
    assert all(plain.parse(name, [], lambda: None) is None for name in table.subcommands if name != "env")


CODE = """
import sys
sys.argv = ["rez-env", *%r]
from pkgrs.cli import main
from pkgrs.cli.commands import env
env.command = lambda opts, parser, groups: print("argparse" in sys.modules, opts.PKG, opts.quiet, groups)
main.run("env")
"""


@pytest.mark.parametrize("line, printed", [
    ("foo bar -q -- echo -v", "False ['foo', 'bar'] True [['echo', '-v']]"),
    ("foo -v -- echo -v", "True ['foo'] False [['echo', '-v']]"),
    ("-- a -- b", "False [] False [['a'], ['b']]"),
])
def test_a_process_does_without_argparse(line, printed):
    done = subprocess.run([sys.executable, "-E", "-c", CODE % line.split()], stdout=subprocess.PIPE, text=True)
    assert done.stdout.strip() == printed


def test_the_command_given_by_name_is_for_the_parser(run, packages, monkeypatch):
    monkeypatch.setattr(main, "_parse_plain", lambda *args: pytest.fail("is not asked"))
    assert run("rez env foo-1 -- printenv FOO") == (0, "1.1\n", "")
