"""Rex code: what it records, and the environment it makes. Expected values are Rez's."""
from __future__ import annotations

import pytest

from pkgrs.base.deferred import Deferred
from pkgrs.definition.source import SourceCode, SourceCodeError
from pkgrs.errors import RexError, RexStopError, RexUndefinedVariableError
from pkgrs.rex.action import Action, Alias, Appendenv, Prependenv, Resetenv, Setenv, Unsetenv
from pkgrs.rex.bindings import VersionBinding
from pkgrs.rex.escape import EscapedString, expandable, literal
from pkgrs.rex.executor import RexExecutor
from pkgrs.rex.interpreter import ActionInterpreter
from pkgrs.rex.manager import ActionManager
from pkgrs.rex.formatter import NamespaceFormatter
from pkgrs.rex.namespace import optionvars
from pkgrs.rex.python import Python
from pkgrs.shell.bash import Bash
from pkgrs.version.version import Version


TRACE = 'Traceback (most recent call last):\n  File "%s", line 1, in <module>\n'


class Object:
    text = "T{key}"
    number = 5


def execute(code, environ=(), parents=None, **names):
    executor = RexExecutor(Python({}, passive=True), parent_environ=dict(environ), parent_variables=parents,
                           shebang=False)
    for name, value in names.items():
        executor.bind(name, value)
    executor.execute_code(code)
    return executor


@pytest.mark.parametrize("code, environ, parents, actions, output", [
    ("env.A = 'x $A'", {"A": "q"}, None, [("A", "x ${A}")], {"A": "x q"}),
    ("env.A = '$A y'; env.A = '$A z'; env.B = '$A'", {"A": "q"}, None,
     [("A", "${A} y"), ("A", "${A} z"), ("B", "${A}")], {"A": "q y z", "B": "q y z"}),
    ("env.A = 'x $B {root}'", {}, None, [("A", "x $B {root}")], {"A": "x $B {root}"}),
    ("env.A = '{'; env.B = '}'; env.C = '{{x}}'", {}, None, [("A", "{"), ("B", "}"), ("C", "{x}")],
     {"A": "{", "B": "}", "C": "{x}"}),
    ("env.A = None; env.B = 1.5; env.C = ['a']", {}, None, [("A", "None"), ("B", "1.5"), ("C", "['a']")],
     {"A": "None", "B": "1.5", "C": "['a']"}),
    ("setenv('$K', 'v'); setenv('A{k}', 'v')", {"K": "kk"}, None, [("${K}", "v"), ("A{k}", "v")],
     {"kk": "v", "A{k}": "v"}),
    ("env.X = '$A'; env.A.append('q'); env.Y = '$A'", {"A": "$B", "B": "bb"}, ["A"],
     [("X", "${A}"), ("A", "q"), ("Y", "${A}")], {"X": "$B", "A": "$B:q", "Y": "bb:q"}),
    ("env.A.append('y'); unsetenv('A'); env.A.append('z')", {"A": "q"}, None,
     [("A", "y"), ("A", None), ("A", "z")], {"A": "z"}),
    ("env.CMAKE_MODULE_PATH.append('x'); env.CMAKE_MODULE_PATH.append('y')", {}, None,
     [("CMAKE_MODULE_PATH", "x"), ("CMAKE_MODULE_PATH", "y")], {"CMAKE_MODULE_PATH": "x;y"}),
    ("env.A = 'a\\\\$B $$ ${B} $ $1'", {"B": "bb"}, None, [("A", "a\\${B} $$ ${B} $ $1")], {"A": "a\\bb $$ bb $ $1"}),
    ("env.A.reset('v', ['B'])", {"A": "q"}, None, [("A", "v")], {"A": "v"}),
    ("env.A.setdefault('k'); env.Z.setdefault('k')", {"A": "q"}, None, [("Z", "k")], {"Z": "k"}),
])
def test_environment(code, environ, parents, actions, output):
    executor = execute(code, environ, parents)
    assert [(action.key, action.value) for action in executor.actions] == actions
    assert executor.get_output() == output


@pytest.mark.parametrize("parents, environ, kind, value", [
    (None, {"A": "q"}, Setenv, "x"),
    (["A"], {"A": "q"}, Appendenv, "q:x"),
    (True, {"A": "q"}, Appendenv, "q:x"),
    (["A"], {}, Appendenv, ":x"),
    (["B"], {"A": "q"}, Setenv, "x"),
])
def test_parent_variables(parents, environ, kind, value):
    executor = execute("env.A.append('x')", environ, parents)
    assert type(executor.actions[0]) is kind
    assert executor.get_output() == {"A": value}


def test_prepend():
    executor = execute("env.A.prepend(literal('$x')); env.A.prepend(expandable('b').l('c'))")
    assert executor.actions == [Setenv("A", "$x"), Prependenv("A", "bc")]
    assert executor.get_output() == {"A": "bc:$x"}


def test_home_is_expanded(monkeypatch):
    monkeypatch.setenv("HOME", "/me")
    executor = execute("env.A = '~/x'; env.B = literal('~'); env.C = ' ~ '; env.L.append('a'); env.L.append('~')")
    assert executor.get_output() == {"A": "/me/x", "B": "~", "C": " ~ ", "L": "a:/me"}


def test_separators(override):
    override("env_var_separators", {"A": ","})
    assert execute("env.A.append('x'); env.A.append('y')").get_output() == {"A": "x,y"}


def test_other_commands():
    executor = execute(
        "alias('{k}', 'y $A {z}'); info('$A'); info(3); comment('$A'); command('{k} $A'); command(['a', '$B'])\n"
        "source(literal('~/$A')); error(None); shebang()", k="v")
    assert [(action.name, action.args) for action in executor.actions] == [
        ("alias", ("v", "y $A {z}")),
        ("info", ("${A}",)),
        ("info", ("3",)),
        ("comment", ("${A}",)),
        ("command", ("{k} $A",)),
        ("command", (["a", "$B"],)),
        ("source", ("~/$A",)),
        ("error", ("None",)),
        ("shebang", ()),
    ]


def test_questions():
    names = {}
    execute(
        "out['text'] = [str(env), expandvars('$A ~/x {k}'), expandvars('$NO'), expandvars(literal('$A'))]\n"
        "out['values'] = [str(env.A), repr(env.A), bool(env.A), env.A == 'q', env.A != 'q', env.A == env.A]\n"
        "out['keys'] = [list(env), len(env), 'A' in env, 'B' in env.keys(), defined('A'), undefined('B'), bool(env.B)]",
        {"A": "q"}, out=names, k="v")
    assert names["values"] == ["q", "EnvironmentVariable('A', 'q')", True, True, False, True]
    assert names["keys"] == [["A"], 1, True, False, True, True, False]
    assert names["text"] == [
        "EnvironmentDict({'A': EnvironmentVariable('A', 'q')})", "q ~/x v", "${NO}", "q"]


@pytest.mark.parametrize("code", ["getenv('NO')", "str(env.NO)", "env.NO == 'a'", "info('{env.NO}')", "repr(env.NO)"])
def test_undefined_variable(code):
    with pytest.raises(RexUndefinedVariableError, match="^Referenced undefined environment variable: NO$"):
        execute(code)


def test_stop():
    with pytest.raises(RexStopError, match="^for you$"):
        execute("stop('for %s', 'you')")


@pytest.mark.parametrize("code, filename, text", [
    ("1/0", None, "Failed to exec <string>:\n\n" + TRACE % "<string>"),
    ("1/0", "/p.py", "Failed to exec /p.py:\n\n" + TRACE % "/p.py"),
    ("x=", None, "Failed to compile <string>:\n\nTraceback (most recent call last):\n  File \"<string>\", line 1\n"),
])
def test_errors(code, filename, text):
    executor = execute("")
    with pytest.raises(RexError) as caught:
        executor.execute_code(code, filename=filename)
    assert str(caught.value).startswith(text)


def test_errors_are_not_caught(override):
    override("catch_rex_errors", False)
    with pytest.raises(ZeroDivisionError):
        execute("1/0")
    with pytest.raises(RexError):
        execute("x=")


def test_source_code_object():
    assert execute(SourceCode("env.A = 'x'")).get_output() == {"A": "x"}
    with pytest.raises(SourceCodeError):
        execute(SourceCode("1/0"))


def test_function():
    executor = execute("", k="v")

    def function(a, b=2, *, c=3):
        setenv("A", "{k}")  # noqa: F821
        return (a, b, c, k)  # noqa: F821

    assert executor.execute_function(function, 1) == (1, 2, 3, "v")
    assert executor.get_output() == {"A": "v"}
    assert "setenv" not in function.__globals__
    with pytest.raises(RexError, match="^Failed to exec %s:" % __file__):
        executor.execute_function(lambda: 1 / 0)


def test_namespace():
    executor = execute("A = 1")
    with executor.reset_globals():
        executor.execute_code("B = 2; A = 3")
        assert executor.globals["B"] == 2
    assert executor.globals["A"] == 1 and "B" not in executor.globals
    executor.unbind("A")
    executor.unbind("A")
    assert not hasattr(executor, "A")
    executor.setenv("X", "y")
    assert executor.get_output() == {"X": "y"}


def test_default_names():
    commands = {name for name, _ in Action.get_command_types()}
    with_system = execute("").globals
    assert commands | {"getenv", "expandvars", "defined", "undefined", "format", "env", "literal", "expandable",
                       "optionvars", "system", "__builtins__"} == set(with_system)
    bare = RexExecutor(Python({}), parent_environ={}, add_default_namespaces=False)
    assert "system" not in bare.globals


@pytest.mark.parametrize("text, expected", [
    ("{key}", "K"), ("{key!r}", "'K'"), ("{key:>3}", "  K"), ("{o.text}", "TK"), ("{o.number:03d}", "005"),
    ("{d[q]}", "K"), ("{esc}", "${A}KK"), ("$A{key}", "${A}K"), ("${A}", "${A}"),
    ("$$ $1 $", "$$ $1 $"), ("{{x}}", "{x}"), ("{none}", "None"), ("$FOO1", "${FOO}1"),
])
def test_formatter(text, expected):
    names = {"key": "K", "o": Object(), "d": {"q": "{key}"}, "esc": expandable("$A{key}").l("{key}"), "none": None}
    assert NamespaceFormatter(names).format(text) == expected


def test_formatter_arguments():
    formatter = NamespaceFormatter({"a": "A", "r": "{a}"})
    assert formatter.format("{0}{a}{b}{r}", "p", a="z", b="q") == "pzqz"
    assert formatter.format("{r}") == "A"
    for text, error in (("{no}", KeyError), ("{", ValueError), ("{}", IndexError), ("{a.no}", AttributeError)):
        with pytest.raises(error):
            formatter.format(text)


def test_optionvars(override):
    override("optionvars", {"maya": {"a": {"b": 5}}})
    assert [optionvars("maya.a.b"), optionvars("maya.x", "d"), optionvars("x")] == [5, "d", None]
    with pytest.raises(RexError, match="Optionvar 'maya.a.b.c' is invalid because 'maya.a.b' is not a dict"):
        optionvars("maya.a.b.c")


def test_actions():
    assert Setenv("a", "b") == Setenv("a", "b") != Appendenv("a", "b")
    assert Setenv("a", "b") != 3
    assert repr(Resetenv("a", "b", ["c"])) == "Resetenv('a', 'b', ['c'])"
    assert Resetenv("a", "b").friends is None and Unsetenv("a").value is None
    assert repr(Alias("a", "b")) == "Alias('a', 'b')"


class Recorder(ActionInterpreter):
    """Tells what it is told."""

    def __init__(self, expand, pends):
        self.expand_env_vars = expand
        self.calls = []
        self.pends = pends

    def setenv(self, key, value):
        self.calls.append(("setenv", key, str(value)))

    def appendenv(self, key, value):
        if not self.pends:
            raise NotImplementedError
        self.calls.append(("appendenv", key, str(value)))

    def resetenv(self, key, value, friends=None):
        self.calls.append(("resetenv", key, str(value)))

    def _saferefenv(self, key):
        self.calls.append(("safe", key))

    def get_key_token(self, key):
        return "${%s}" % key


@pytest.mark.parametrize("expand, pends, calls", [
    (False, False, [("safe", "A"), ("setenv", "A", "${A}:$B"), ("setenv", "A", "${A}:y"), ("resetenv", "$K", "$B")]),
    (False, True, [("safe", "A"), ("appendenv", "A", "$B"), ("appendenv", "A", "y"), ("resetenv", "$K", "$B")]),
    (True, False, [("safe", "A"), ("setenv", "A", "a:b"), ("setenv", "A", "a:b:y"), ("resetenv", "k", "b")]),
    (True, True, [("safe", "A"), ("appendenv", "A", "b"), ("appendenv", "A", "y"), ("resetenv", "k", "b")]),
])
def test_interpreter_is_told(expand, pends, calls):
    recorder = Recorder(expand, pends)
    manager = ActionManager(recorder, parent_environ={"A": "a", "B": "b", "K": "k"}, parent_variables=["A"])
    manager.appendenv("A", "$B")
    manager.appendenv("A", "y")
    manager.resetenv("$K", "$B", friends=["B"])
    assert recorder.calls == calls


def test_abstract_interpreter():
    interpreter = ActionInterpreter()
    assert interpreter.escape_string(literal("a")) == "a"
    assert interpreter.normalize_paths("a:b") == "a:b"
    assert ActionInterpreter._is_pathed_key("PYTHONPATH") and not ActionInterpreter._is_pathed_key("FOO")
    with pytest.raises(NotImplementedError):
        interpreter.setenv("a", "b")


def test_system_paths(override):
    override("standard_system_paths", ["/one", "/two"])
    executor = RexExecutor(Bash(), parent_environ={}, shebang=False)
    Bash.syspaths = None
    executor.append_system_paths()
    Bash.syspaths = None
    assert executor.get_output() == 'export PATH="/one"\nexport PATH="${PATH}:/two"\n'



NAMES = {"root": "/a b", "version": VersionBinding(Version("1.2")), "n": 3, "nested": "{root}!", "brace": "}",
         "escaped": EscapedString("x"), "dollar": "$HOME", "regex": "own"}


@pytest.mark.parametrize("text, simply", [
    ("", True), ("plain", True), ("{root}", True), ("{root}/bin:{version}{n}", True), ("{version}", True),
    ("${A}", True), ("x${A}:{root}${B c}", True), ("${A", False), ("${}", False), ("$", False), ("{root}$", False),
    ("$${A}", False), ("${A}$B", False), ("a$b{root}", False), ("{root}$b{n}", False), ("${root}{root}", True),
    ("{nested}", False), ("{brace}", False), ("{escaped}", False), ("{dollar}", False), ("$A {root}", False),
    ("{{root}}", False), ("{root!r}", False), ("{root:>6}", False), ("{version.major}", False), ("{root", False),
    ("root}", False), ("{}", False), ("{0}", False), ("{nothing}", False), ("{root}}", False), ("{{", False), ("{regex}", False),
])
def test_simple_fields_are_filled_as_by_the_formatter(text, simply):
    def attempt(function):
        try:
            return function()
        except Exception as error:
            return type(error), str(error)

    executor = RexExecutor(globals_map=dict(NAMES), shebang=False)
    answer = attempt(lambda: executor.expand(text))
    assert isinstance(vars(executor)["formatter"], Deferred) == simply
    formatter = NamespaceFormatter(dict(NAMES))
    assert answer == attempt(lambda: formatter.format(text, regex=executor.interpreter.ENV_VAR_REGEX))


def test_a_formatter_of_someone_is_used():
    executor = RexExecutor(globals_map=dict(NAMES), shebang=False)
    executor.formatter = type("Loud", (NamespaceFormatter,), {"format": lambda self, text, **kwargs: text.upper()})({})
    assert executor.expand("{root}") == "{ROOT}"
