"""Reading definitions."""
import io
import sys
import threading

import pytest

from pkgrs.base.flow import Interrupted
from pkgrs.definition.load import FileFormat, load_from_file, load_py, load_yaml
from pkgrs.definition.objects import EarlyThis, get_objects, process_python_objects, set_objects
from pkgrs.definition.source import SourceCode
from pkgrs.errors import ResourceError

# text of a package.py -> its data in Rez 3.4.0; source code as a string
DATA = [
    ("", {}),
    ("import os\n_x=1\n__y=2\n__z__=3\nfrom os import path\n", {"_x": 1}),
    ("early=3\nscope=4\nModifyList=5\nInvalidPackageError=6\nthis=7\n", {"this": 7}),
    ("def a(): return 5\n@early()\ndef b(): return a()\n", {"b": 5}),
    ("@early()\ndef b(): return this.a()\ndef a(): return 5\n", {"b": 5}),
    ("name='x'\n@early()\ndef version(): return this.name + '1'\n", {"name": "x", "version": "x1"}),
    ("@early()\ndef foo(): return this.zoo\n@early()\ndef bah(): return this.foo\nzoo=3\n",
     {"foo": 3, "bah": 3, "zoo": 3}),
    ("name='x'\n@early()\ndef version(data):\n  return data['name']\n", {"name": "x", "version": "x"}),
    ("@early()\ndef foo(): return [building, build_variant_index]\n", {"foo": [False, 0]}),
    ("@early()\ndef tests():\n  return {'b': [1]}\n", {"tests": {"b": [1]}}),
    ("tests={'a': lambda: 3, '__b': 4, 'c': len}\n", {"tests": {"c": len}}),
    ("def commands():\n  x\n\nfoo=commands\n", {"commands": "x", "foo": "x"}),
    ("def helper():\n  pass\ndef pre_build_commands():\n  y\n", {"pre_build_commands": "y"}),
    ("@late()\ndef tools():\n  return 3\n", {"tools": "return 3"}),
    ("@early()\ndef f():\n  @late()\n  def tools():\n    return 1\n  return tools\n", {"f": "return 1"}),
    ("with scope('config') as c:\n  c.x=1\n  c.a.b='c'\nconfig=3\n", {"config": {"x": 1, "a": {"b": "c"}}}),
    ("x={1: {2: 3}}\n", {"x": {1: {2: 3}}}),
    ("x=__name__\n", {"x": "builtins"}),
    ("class A(object):\n  def tools(self): pass\nx=A.__name__\ndel A\n", {"x": "A"}),
]


@pytest.mark.parametrize("text, expected", DATA)
def test_data_of_python(load, text, expected):
    data = load(text)
    assert {key: value.source if isinstance(value, SourceCode) else value for key, value in data.items()} == expected


def test_commands_are_a_block_and_late_functions_are_functions(load):
    data = load("def commands():\n  x\n@late()\ndef tools():\n  return 1\n")
    assert not data["commands"].eval_as_function
    assert data["tools"].eval_as_function and data["tools"].late_binding
    assert data["tools"].filepath == load.path


def test_preprocess_stays_a_function(load):
    assert load("def preprocess(this, data): pass\n")["preprocess"].__name__ == "preprocess"


# text -> first line of the error, with the file as %s
ERRORS = [
    ("name='x'\nx=1/0\n", "Problem loading %s: division by zero:"),
    ("name='x'\nx=zz\n", "Problem loading %s: name 'zz' is not defined:"),
    ("raise InvalidPackageError('boo')\n", "Problem loading %s: boo:"),
    ("import foo_not_there", "Problem loading %s: No module named 'foo_not_there':"),
    ("@late()\ndef commands(): pass", "Problem loading %s: Cannot use @late decorator on function 'commands':"),
    ("@early()\ndef f(a, b): pass", "@early decorated function must take zero or one args only"),
    ("import sys\nsys.exit(0)\n", "Problem loading %s: it called sys.exit(0):"),
    ("@early()\ndef f():\n  import sys\n  sys.exit('x')\n",
     "Problem loading %s: function 'f' called sys.exit('x')"),
]


@pytest.mark.parametrize("text, expected", ERRORS)
def test_errors_name_file_and_cause(load, text, expected):
    with pytest.raises(ResourceError) as info:
        load(text)
    assert str(info.value).splitlines()[0] == (expected % load.path if "%s" in expected else expected)


def test_error_shows_the_line(load):
    with pytest.raises(ResourceError) as info:
        load("def f():\n  x=1/0\n\nf()\n")
    assert str(info.value).splitlines()[1] == 'File "%s", line 4, in <module>' % load.path
    assert 'File "%s", line 2, in f' % load.path in str(info.value)


def test_syntax_error_is_one_line(load):
    with pytest.raises(ResourceError) as info:
        load("x = 1 +\n")
    assert str(info.value).startswith("Problem loading %s: " % load.path)
    assert str(info.value).endswith("(package.py, line 1)")


@pytest.mark.parametrize("text, error, message", [
    ("@early()\ndef f():\n  raise ValueError('z')\n", ValueError, "z"),
    ("@early()\ndef f(): return this.foo\n", AttributeError, "No such package attribute 'foo'"),
    ("@early()\ndef b(): return this.a\n@late()\ndef a(): return 1\n", ValueError,
     "An early binding function cannot refer to another early or late binding function: 'a'"),
    ("raise KeyboardInterrupt\n", KeyboardInterrupt, ""),
    ("from pkgrs.base.flow import Interrupted\nraise Interrupted(1)\n", Interrupted, "1"),
    ("@early()\ndef f():\n  from pkgrs.base.flow import Interrupted\n  raise Interrupted(1)\n", Interrupted, "1"),
])
def test_other_errors_pass(load, text, error, message):
    with pytest.raises(error) as info:
        load(text)
    assert str(info.value) == message


def test_encodings_and_line_ends(load):
    assert load('x = u"\u00e9"\n')["x"] == "\u00e9"
    data = load(b'# -*- coding: latin-1 -*-\nx="\xe9"\ndef commands():\n  a="\xe9"\n')
    assert data["x"] == "\u00e9" and data["commands"].source == 'a="\u00e9"'
    data = load(b'x="""a\r\nb"""\r\ndef commands():\r\n  a=1\r\n\r\n  b="""x\r\ny"""\r\n')
    assert data["x"] == "a\nb" and data["commands"].source == '  a=1\n\n  b="""x\ny"""'
    assert load(b"\xef\xbb\xbfdef commands():\n  a=1\n")["commands"].source == "a=1"
    with pytest.raises(ResourceError, match="Problem loading"):
        load(b'x="\xe9"\n')


def test_large_file(load):
    assert len(load("x = [\n%s]\n" % ("    'abcdefgh',\n" * 100000))["x"]) == 100000


def test_extra_paths_are_there_while_loading(load, settings):
    settings(package_definition_build_python_paths=["/aaa", "/bbb"])
    before = list(sys.path)
    assert load("import sys\nx=sys.path[-2:]\n")["x"] == ["/aaa", "/bbb"]
    assert load("@early()\ndef x():\n  import sys\n  return sys.path[-2:]\n")["x"] == ["/aaa", "/bbb"]
    assert sys.path == before


@pytest.mark.parametrize("text, expected", [
    ("", {}),
    ("a: b\nc: 1.0\ncommands: |\n  foo\n", {"a": "b", "c": 1.0, "commands": "foo\n"}),
    ("a: !!python/tuple [1]\n", {"a": (1,)}),
    ("- a\n- b\n", ["a", "b"]),
])
def test_yaml(load, text, expected):
    assert load(text, "package.yaml") == expected


@pytest.mark.parametrize("text", ["a: [\nb: c", "a: !!python/object:os.system {}\n"])
def test_bad_yaml(load, text):
    import yaml
    with pytest.raises(yaml.YAMLError) as error:
        load(text, "package.yaml")
    assert 'package.yaml", line ' in str(error.value)


def test_text(load):
    assert load("foo\n", "changelog.txt") == "foo\n"


def test_update_callback(load, tmp_path):
    load("name='a'\n")
    seen = []

    def update(format_, data):
        seen.append((format_, data))
        return {"z": 1}

    assert load_from_file(load.path, update_data_callback=update) == {"z": 1}
    assert seen == [(FileFormat.py, {"name": "a"})]


@pytest.mark.parametrize("name, error", [("nope.py", FileNotFoundError), ("", IsADirectoryError)])
def test_unreadable_files(tmp_path, name, error):
    with pytest.raises(error) as info:
        load_from_file(str(tmp_path / name))
    assert info.value.filename.rstrip("/") == str(tmp_path / name)


def test_streams():
    assert load_py(io.StringIO("a=1\n")) == {"a": 1}
    assert load_py("def commands():\n  x\n", filepath="/a")["commands"].source == "x"
    assert load_yaml(io.StringIO("a: 1")) == {"a": 1}


def test_formats():
    assert [each.name for each in FileFormat] == ["py", "yaml", "txt"]
    assert FileFormat.yaml.extension == "yaml" and FileFormat.yaml.value == ("yaml",)


def test_objects_of_a_build(load):
    text = "@early()\ndef q():\n  return [building, extra]\n"
    with set_objects({"building": 5, "extra": 2}):
        assert load(text)["q"] == [5, 2]
        others = []
        thread = threading.Thread(target=lambda: others.append(get_objects()["building"]))
        thread.start()
        thread.join()
        assert others == [False]
    assert get_objects() == {
        "building": False, "testing": False, "build_variant_index": 0, "build_variant_requires": []}


def test_processing_changes_the_data_itself():
    data = {"a": 1, "b": {"c": [1], "__d": 2}, "f": lambda: 1}
    assert process_python_objects(data) is data
    assert data == {"a": 1, "b": {"c": [1]}}


def test_this():
    this = EarlyThis({"a": 1, "_b": 2})
    assert (this.a, this._b) == (1, 2)
    with pytest.raises(AttributeError, match="No such package attribute 'zz'"):
        this.zz
