"""Source code taken from text and from functions."""
import inspect
import pickle
import textwrap
import types

import pytest

from pkgrs.definition.source import (
    SourceCode, SourceCodeCompileError, SourceCodeError, SourceCodeExecError, _add_decorator, early, include, late)
from pkgrs.definition.text import ModuleText

MODULE = '''
def plain():
    # leading comment
    x = 1

    def inner():
        return 2
# comment at the margin
    y = """
multi
  line"""
    return x
    # trailing comment
  # not as far in

# after

def decorated():
    return this.name

def tabs(this):
\tif x:
\t\treturn 1

def on_one_line(): return 3
z = 1

def odd_comments():
    pass
# c1
# c2
    x=1
    # end

def with_string():

    """doc

    x
    """

    return 1

def brackets_at_margin(
    a=1,
):
    return a

if True:
    def nested():
        pass; return 4

"""a free string"""

def last():
    return [
1,
]
'''

# name -> what Rez 3.4.0 takes as its source
BODIES = {
    "plain": '    # leading comment\n    x = 1\n\n    def inner():\n        return 2\n    # comment at the margin\n'
             '    y = """\nmulti\n  line"""\n    return x\n    # trailing comment',
    "decorated": "return this.name",
    "tabs": "if x:\n\treturn 1",
    "on_one_line": "",
    "odd_comments": "pass\n# c1\n# c2\nx=1\n# end",
    "with_string": '\n"""doc\n\nx\n"""\n\nreturn 1',
    "brackets_at_margin": "    a=1,\n):\n    return a",
    "nested": "pass; return 4",
    "last": "    return [\n1,\n]",
}


def functions_of(text, path="mod.py"):
    names = {}
    code = compile(text, path, "exec")
    exec(code, names)
    return ModuleText(text, code, path), {
        name: value for name, value in names.items() if isinstance(value, types.FunctionType)}


@pytest.mark.parametrize("name", sorted(BODIES))
def test_function_of_a_text_loses_its_head_and_indentation(name):
    module, functions = functions_of(MODULE)
    assert SourceCode.from_module(functions[name], module).source == BODIES[name]


@pytest.mark.parametrize("name", sorted(BODIES))
def test_text_and_inspect_agree(name, tmp_path):
    path = tmp_path / "mod.py"
    path.write_text(MODULE)
    module, functions = functions_of(MODULE, str(path))
    assert SourceCode(func=functions[name]).source == SourceCode.from_module(functions[name], module).source


def test_functions_of_the_standard_library_end_where_inspect_says():
    import textwrap as subject
    text = inspect.getsource(subject)
    module, functions = functions_of(text, subject.__file__)
    checked = 0
    for function in functions.values():
        first = function.__code__.co_firstlineno
        assert module.function_lines(first) == inspect.getblock(module.lines[first - 1:])
        checked += 1
    assert checked > 3


@pytest.mark.parametrize("as_function, expected", [
    (True, "def _unnamed():\n    x=1\n    return 3\n_result = _unnamed()"),
    (False, "if True:\n    x=1\n    return 3"),
])
def test_evaluated_code(as_function, expected):
    assert SourceCode("x=1\nreturn 3", eval_as_function=as_function).evaluated_code == expected


def test_result_and_names():
    names = {"a": 4}
    assert SourceCode("b = a + 1\nreturn b").exec_(names) == 5
    assert "b" not in names
    names = {"a": 4}
    assert SourceCode("b = a + 1", eval_as_function=False).exec_(names) is None
    assert names["b"] == 5


@pytest.mark.parametrize("filepath, funcname, expected", [
    (None, None, "<string>"),
    ("/a/package.py", None, "</a/package.py>"),
    ("/a/package.py", "tools", "</a/package.py:tools>"),
])
def test_sourcename(filepath, funcname, expected):
    code = SourceCode("x", filepath=filepath)
    code.funcname = funcname
    assert code.sourcename == expected


@pytest.mark.parametrize("text, error, first_line, short", [
    ("x=(", SourceCodeCompileError, "Failed to compile </a/b.py>:", None),
    ("return 1/0", SourceCodeExecError, "Failed to execute </a/b.py>:", "division by zero"),
    ("import nonono", SourceCodeExecError, "Failed to execute </a/b.py>:", "No module named 'nonono'"),
])
def test_errors_name_the_file_and_the_cause(text, error, first_line, short):
    with pytest.raises(error) as info:
        SourceCode(text, filepath="/a/b.py").exec_({})
    assert str(info.value).splitlines()[0] == first_line
    assert isinstance(info.value, SourceCodeError)
    assert short is None or info.value.short_msg == short
    assert 'File "</a/b.py>", line ' in str(info.value)


@pytest.mark.parametrize("decorators, head", [
    ([], ""),
    ([{"name": "late"}], "@late()\n"),
    ([{"name": "late"}, {"name": "include", "nargs": ["b", "a"]}], "@include('b', 'a')\n@late()\n"),
    ([{"name": "include", "nargs": ["b"]}, {"name": "late"}], "@late()\n@include('b')\n"),
])
def test_to_text_keeps_decorators(decorators, head):
    code = SourceCode("a\nb")
    code.decorators = decorators
    assert code.to_text("fn") == head + "def fn():\n    a\n    b"


@pytest.mark.parametrize("source, expected", [
    ("\ta", "def fn():\n\ta"),
    ("  a", "def fn():\n  a"),
    ("", "def fn():\n    pass"),
])
def test_to_text_of_unusual_sources(source, expected):
    assert SourceCode(source).to_text("fn") == expected


def test_decorators_mark_functions():
    @include("mod", "other")
    @late()
    def tools():
        return 1

    @early()
    def version():
        return 1

    assert tools._late and version._early
    assert tools._decorators == [{"name": "late"}, {"name": "include", "nargs": ["mod", "other"]}]
    code = SourceCode(func=tools)
    assert code.late_binding and code.includes == {"mod", "other"}
    assert code.source == "return 1"


def test_commands_cannot_be_late():
    def commands():
        pass

    with pytest.raises(ValueError, match="Cannot use @late decorator on function 'commands'"):
        late()(commands)


def test_more_decorators_can_be_recorded():
    def fn():
        pass

    _add_decorator(fn, "studio", a=1)
    assert fn._decorators == [{"a": 1, "name": "studio"}]


def test_pickle_keeps_the_code_and_not_the_function():
    module, functions = functions_of(MODULE, "/x/mod.py")
    code = SourceCode.from_module(functions["decorated"], module)
    other = pickle.loads(pickle.dumps(code))
    assert other == code and other.source == "return this.name"
    assert (other.func, other.funcname, other.filepath) == (None, "decorated", "/x/mod.py")
    assert b"rez.utils.sourcecode" in pickle.dumps(code)


def test_equality_is_of_the_source():
    assert SourceCode("a") == SourceCode("a", filepath="/b")
    assert SourceCode("a") != SourceCode("b")
    assert SourceCode("a") != "a"
    with pytest.raises(TypeError):
        hash(SourceCode("a"))


def test_copy_can_have_another_package():
    code = SourceCode("a")
    copy = code.copy()
    copy.set_package("p")
    assert code.package is None and copy.source == "a"


def test_errors_survive_pickling():
    error = pickle.loads(pickle.dumps(SourceCodeError("long", "short")))
    assert (str(error), error.short_msg) == ("long", "short")


def test_calls_without_globals_do_not_see_each_other():
    SourceCode("leak = 1", eval_as_function=False).exec_({})
    with pytest.raises(SourceCodeExecError):
        SourceCode("return leak").exec_({})


def test_dedent_is_that_of_textwrap():
    text = "    if a:\n\n        b\n"
    assert SourceCode(textwrap.dedent(text)).source == "if a:\n\n    b"
