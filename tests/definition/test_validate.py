"""Quick validation gives what the schema gives."""
import pytest

from pkgrs.base.schema import Schema, SchemaError, key_name
from pkgrs.definition.schema import package_pod_schema
from pkgrs.definition.source import SourceCode
from pkgrs.definition.validate import (
    _KEY_SCHEMAS, _QUICK, has_quick_check, is_surely_valid, validate_attribute)
from pkgrs.errors import PackageMetadataError

CODE = SourceCode("return 1")


class Text(str):
    """A string of another class."""


VALUES = [
    None, True, False, 0, 3, 1.5, "", "a", "foo-1.2", "1.0", "1..2", " a \n  b", " a ", Text("b-1"), CODE, print,
    [], ["a"], ["a-1", "b"], ["~"], ["a b"], ["a", 3], [Text("a")], [["a"]], [["a", "b"], []], [["a"], "b"], [[3]],
    ("a",), {}, {"a": "b"}, {"a": {"command": "x", "requires": ["z-1"]}}, {"a": {"x": "y"}}, {"a": 3},
]


def by_schema(key, value):
    try:
        return Schema(_KEY_SCHEMAS[key]).validate(value)
    except SchemaError as e:
        return "Validation of key %r failed: %s" % (key, e)


@pytest.mark.parametrize("key", sorted(key for key in _KEY_SCHEMAS if isinstance(key, str) and key != "config"))
def test_same_values_and_same_errors(key):
    for value in VALUES:
        expected = by_schema(key, value)
        try:
            result = validate_attribute(key, value, _KEY_SCHEMAS[key], PackageMetadataError)
        except PackageMetadataError as e:
            result = str(e)
        assert repr(result) == repr(expected), value
        assert type(result) is type(expected), value


@pytest.mark.parametrize("key", sorted(_QUICK))
def test_surely_valid_values_are_valid(key):
    sure = [value for value in VALUES if is_surely_valid(key, value)]
    assert sure
    for value in sure:
        Schema(_KEY_SCHEMAS[key]).validate(value)


def test_values_can_be_checked_for_our_schema_alone():
    assert has_quick_check("requires", package_pod_schema)
    assert not has_quick_check("requires", Schema({"requires": [str]}))
    assert not has_quick_check("config", package_pod_schema)


def test_every_quick_key_is_in_the_schema():
    names = {key_name(key) for key in package_pod_schema._schema}
    assert set(_QUICK) <= names


def test_result_does_not_share_the_list():
    value = ["a"]
    assert validate_attribute("tools", value, _KEY_SCHEMAS["tools"], PackageMetadataError) is not value


def test_other_schemas_are_obeyed():
    with pytest.raises(PackageMetadataError, match="Validation of key 'tools' failed"):
        validate_attribute("tools", ["a"], int, PackageMetadataError)


# value -> the text of Rez 3.4.0
TEXTS = [
    ("requires", 3, "Validation of key 'requires' failed: Or(<class 'rez.utils.sourcecode.SourceCode'>, "
     "[And(<class 'str'>, Use(<class 'rez.utils.formatting.PackageRequest'>))]) did not validate 3\n"
     "3 should be instance of <class 'list'>"),
    ("authors", ["a", 1], "Validation of key 'authors' failed: Or(<class 'str'>) did not validate 1\n"
     "1 should be instance of <class 'str'>"),
    ("timestamp", "x", "Validation of key 'timestamp' failed: 'x' should be instance of <class 'int'>"),
    ("commands", 3, "Validation of key 'commands' failed: Or(<class 'rez.utils.sourcecode.SourceCode'>, "
     "<built-in function callable>, <class 'str'>, [<class 'str'>]) did not validate 3\n"
     "3 should be instance of <class 'list'>"),
    ("variants", [["a"], "b"], "Validation of key 'variants' failed: Or([And(<class 'str'>, "
     "Use(<class 'rez.utils.formatting.PackageRequest'>))]) did not validate 'b'\n"
     "'b' should be instance of <class 'list'>"),
]


@pytest.mark.parametrize("key, value, text", TEXTS)
def test_texts(key, value, text):
    with pytest.raises(PackageMetadataError) as info:
        validate_attribute(key, value, _KEY_SCHEMAS[key], PackageMetadataError)
    assert str(info.value) == text
