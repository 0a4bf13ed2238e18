"""Definitions as they are written."""
import collections
import io
import pathlib
import textwrap

import pytest

from pkgrs.base.schema import SchemaError
from pkgrs.definition.load import FileFormat, load_py, load_yaml
from pkgrs.definition.schema import package_serialise_schema
from pkgrs.definition.source import SourceCode
from pkgrs.definition.write import _commented_old_command_annotations, dump_package_data, package_key_order
from pkgrs.errors import PackageMetadataError
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.version import Version


def dump(data, format_=FileFormat.py, **kwargs):
    stream = io.StringIO()
    dump_package_data(data, stream, format_, **kwargs)
    return stream.getvalue()


def late(text):
    code = SourceCode(text)
    code.decorators = [{"name": "late"}]
    return code


# data -> what Rez 3.4.0 writes after its first line
PYTHON = [
    ({"name": "x"}, "name = 'x'\n"),
    ({"version": Version("1.2"), "name": "x"}, "name = 'x'\n\nversion = '1.2'\n"),
    ({"name": "x", "requires": ["a", PackageRequest("b-1")]},
     "name = 'x'\n\nrequires = [\n    'a',\n    'b-1'\n]\n"),
    ({"name": "x", "requires": ["a"], "variants": [["b", "c"], ["d"]]},
     "name = 'x'\n\nrequires = ['a']\n\nvariants = [\n    ['b', 'c'],\n    ['d']\n]\n"),
    ({"name": "x", "description": "short", "changelog": "c" * 41},
     'name = \'x\'\n\ndescription = \'short\'\n\nchangelog = \\\n    """\n    ' + "c" * 41 + '\n    """\n'),
    ({"name": "x", "description": 'a "q" \\n ' + "b" * 40},
     'name = \'x\'\n\ndescription = \\\n    """\n    a \\"q\\" \\\\n ' + "b" * 40 + '\n    """\n'),
    ({"name": "x", "config": {"a": {"b": 1, "c": [1, 2]}, "plugins": {"z": {"f": "g"}}}},
     "name = 'x'\n\nwith scope('config') as config:\n    config.a.b = 1\n    config.a.c = [1, 2]\n"
     "    config.plugins.z.f = 'g'\n"),
    ({"name": "x", "commands": "env.X = 1\nenv.Y = 2"},
     "name = 'x'\n\ndef commands():\n    env.X = 1\n    env.Y = 2\n"),
    ({"name": "x", "tools": late("return ['a']")}, "name = 'x'\n\n@late()\ndef tools():\n    return ['a']\n"),
    ({"name": "x", "zoo": 1, "uuid": "u", "ant": (1, 2), "tests": {"unit": "pytest"}, "none": None},
     "name = 'x'\n\nuuid = 'u'\n\nzoo = 1\n\nant = (1, 2)\n\ntests = {'unit': 'pytest'}\n"),
    ({"name": "x", "custom": {"a": "b" * 60, "c": "d" * 20}},
     "name = 'x'\n\ncustom = \\\n    {'a': '" + "b" * 60 + "',\n     'c': 'dddddddddddddddddddd'}\n"),
]


@pytest.mark.parametrize("data, expected", PYTHON)
def test_python(data, expected):
    assert dump(data) == "# -*- coding: utf-8 -*-\n\n" + expected


def test_yaml():
    data = {
        "requires": ["a", PackageRequest("b-1")], "name": "x", "version": Version("1.2"),
        "commands": "comment('OLD COMMAND: x')\nenv.X = 1", "revision": {"a": 1},
    }
    assert dump(data, FileFormat.yaml) == textwrap.dedent("""\
        name: x

        version: '1.2'

        requires:
        - a
        - b-1

        commands: '# comment(''OLD COMMAND: x'')

          env.X = 1'

        revision:
          a: 1
        """)


def test_plain_text_is_not_for_packages():
    with pytest.raises(ValueError) as info:
        dump({"name": "x"}, FileFormat.txt)
    assert str(info.value) == "'txt' format not supported for packages."


@pytest.mark.parametrize("data, message", [
    ({"version": "1"}, "missed keys {Schema('name')}"),
    ({"name": 3}, "3 should be instance of <class 'str'>"),
    ({"name": "x", "timestamp": "a"}, "'a' should be instance of <class 'int'>"),
])
def test_wrong_values(data, message):
    with pytest.raises(SchemaError) as info:
        dump(data)
    assert str(info.value) == message


def test_attributes_can_be_left_out():
    assert dump({"name": "x", "version": "1", "zoo": 2}, skip_attributes=["version", "zoo", "none"]).count("=") == 1


def test_what_is_written_can_be_read():
    data = {
        "name": "x", "version": "1.2", "description": "line\n\n  'in' \"quotes\" \\ " + "d" * 40, "authors": ["me"],
        "requires": ["a-1"], "variants": [["b"], ["c"]], "config": {"a": {"b": [1]}}, "custom": {"k": [1, {"z": None}]},
    }
    read = load_py(dump(data), "package.py")
    assert read.pop("description").strip().splitlines()[0] == "line"
    assert read == {key: value for key, value in data.items() if key != "description"}
    assert load_yaml(io.StringIO(dump(data, FileFormat.yaml))) == data


def test_notes_of_old_commands_become_comments():
    code = SourceCode("comment('OLD COMMAND: a')\n  comment('OLD COMMAND: b')")
    result = _commented_old_command_annotations(code)
    assert result.source == "# comment('OLD COMMAND: a')\n  comment('OLD COMMAND: b')"
    assert code.source.startswith("comment")


def test_clients_can_edit_the_schema_and_the_order(monkeypatch):
    from pkgrs.base.schema import Optional
    schema = package_serialise_schema._schema
    key = Optional("studio")
    schema[key] = int
    monkeypatch.setattr("pkgrs.definition.write.package_key_order", ["studio"] + package_key_order)
    try:
        assert dump({"name": "x", "studio": 3}).endswith("studio = 3\n\nname = 'x'\n")
        with pytest.raises(SchemaError):
            dump({"name": "x", "studio": "a"})
    finally:
        del schema[key]


def test_classes_and_features_are_left_out():
    import __future__
    assert dump({"name": "x", "Path": io.StringIO, "annotations": __future__.annotations}).endswith("\nname = 'x'\n")


@pytest.mark.parametrize("value", [collections.OrderedDict(a=1), [pathlib.PurePosixPath("a")], object(), {"a": float("inf")}])
def test_values_that_could_not_be_read_again(value):
    with pytest.raises(PackageMetadataError, match="The attribute 'foo' can't be part of an installed package"):
        dump({"name": "x", "foo": value})


@pytest.mark.parametrize("value", [None, 1.5, -2, "a", (1, "b"), {1}, frozenset(["a"]), {"a": [None, True, b"x"]}, 2 + 1j])
def test_values_that_can(value):
    assert load_py(dump({"name": "x", "foo": value}), "package.py").get("foo") == value
