"""Validation against schemas: results and the texts of errors."""
import pytest

from pkgrs.base.schema import (
    And, Optional, Or, Required, Schema, SchemaError, Use, dict_to_schema, extensible_schema_dict, schema_keys,
)


def fail(data):
    raise ValueError("no good")


def fail_with_schema_error(data):
    raise SchemaError("auto", "error")


VALID = [
    (int, 1, 1),
    (5, 5, 5),
    (None, None, None),
    (Use(int), "12", 12),
    (And(str, Use(int)), "7", 7),
    (Or(int, str), "a", "a"),
    (Or(And(int, Use(str)), str), 3, "3"),
    ([int, str], [1, "a"], [1, "a"]),
    ((int,), (1, 2), (1, 2)),
    ({int}, {1, 2}, {1, 2}),
    ([], [], []),
    (lambda x: x > 3, 4, 4),
    ({"a": int, Optional("b"): str}, {"a": 1}, {"a": 1}),
    ({Required("a"): int, Optional("b"): str}, {"a": 1, "b": "x"}, {"a": 1, "b": "x"}),
    ({str: Use(int)}, {"x": "1"}, {"x": 1}),
    ({Use(str): Use(int)}, {1: 3.14}, {"1": 3}),
    ({Optional("a", default=4): int, str: object}, {"z": 0}, {"z": 0, "a": 4}),
    ({"id": int, object: str}, {"id": 1, 777: "x"}, {"id": 1, 777: "x"}),
    ({5: int, Optional(str): int}, {5: 1, "q": 2}, {5: 1, "q": 2}),
    ({"a": {"b": [{"c": int}]}}, {"a": {"b": [{"c": 1}]}}, {"a": {"b": [{"c": 1}]}}),
]


@pytest.mark.parametrize("schema, data, expected", VALID)
def test_valid_data(schema, data, expected):
    assert Schema(schema).validate(data) == expected


# As real Rez words them.
INVALID = [
    (int, "x", "'x' should be instance of <class 'int'>"),
    ("a", "b", "'a' does not match 'b'"),
    (Or(int, str), None,
     "Or(<class 'int'>, <class 'str'>) did not validate None\nNone should be instance of <class 'str'>"),
    (Or(), 1, "Or() did not validate 1"),
    (Use(int), "x", "int('x') raised ValueError(\"invalid literal for int() with base 10: 'x'\")"),
    (Use(fail), 1, "fail(1) raised ValueError('no good')"),
    (fail, 1, "fail(1) raised ValueError('no good')"),
    (bool, 1, "1 should be instance of <class 'bool'>"),
    ([int], ["x"], "Or(<class 'int'>) did not validate 'x'\n'x' should be instance of <class 'int'>"),
    ([int], 5, "5 should be instance of <class 'list'>"),
    ({"a": int}, 5, "5 should be instance of {'a': <class 'int'>}"),
    ({"a": int}, {}, "missed keys {'a'}"),
    ({"a": int}, {"a": "x"}, "'x' should be instance of <class 'int'>"),
    ({}, {"b": 1, "a": 1}, "wrong keys 'a', 'b' in {'b': 1, 'a': 1}"),
    ({}, {5: 1, "q": 2}, "wrong keys 'q', 5 in {5: 1, 'q': 2}"),
    (Or(bool, "always"), "x", "Or(<class 'bool'>, 'always') did not validate 'x'\n'always' does not match 'x'"),
    (Use(fail, error="custom"), 1, "custom"),
    (Schema({"a": int}, error="outer"), {"a": "x"}, "outer"),
    (fail_with_schema_error, 1, "error"),
]


@pytest.mark.parametrize("schema, data, text", INVALID)
def test_error_texts(schema, data, text):
    with pytest.raises(SchemaError) as info:
        Schema(schema).validate(data)
    assert str(info.value) == text


def test_predicate_that_is_false():
    def is_even(number):
        return number % 2 == 0

    with pytest.raises(SchemaError, match=r"is_even\(3\) should evaluate to True"):
        Schema(is_even).validate(3)


def test_errors_lists_keep_one_entry_per_level():
    with pytest.raises(SchemaError) as info:
        Schema(Use(fail_with_schema_error), error="outer").validate(1)
    assert info.value.autos == [None, None, "auto"]
    assert info.value.errors == ["outer", None, "error"]
    assert info.value.code == "outer\nerror"


def test_interrupts_are_not_validation_errors():
    def interrupt(data):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Schema(Use(interrupt)).validate(1)


def test_repr():
    schema = Schema([Or(None, And(str, Use(float)))])
    assert repr(schema) == "Schema([Or(None, And(<class 'str'>, Use(<class 'float'>)))])"


def test_default_needs_a_plain_key():
    with pytest.raises(TypeError, match="Optional keys with defaults must have simple, predictable values"):
        Optional(str, default=1)


def test_dictionary_class_is_kept():
    class Special(dict):
        pass

    assert type(Schema({"a": int}).validate(Special(a=1))) is Special


def test_schema_may_be_edited_between_validations():
    description = {"a": int}
    schema = Schema(description)
    schema.validate({"a": 1})
    description["b"] = str
    with pytest.raises(SchemaError, match="missed keys {'b'}"):
        schema.validate({"a": 1})
    assert schema.validate({"a": 1, "b": "x"}) == {"a": 1, "b": "x"}


def test_schema_keys():
    schema = Schema({Required("a"): int, Optional("b"): int, "c": int, str: int, 5: int, Optional(Optional("d")): int})
    assert schema_keys(schema) == {"a", "b", "c", "d"}


@pytest.mark.parametrize("required, custom, modifier, expected", [
    (True, False, None, "Schema({Schema('a'): Schema({Schema('b'): <class 'int'>}), Optional('c'): <class 'str'>})"),
    (False, True, None,
     "Schema({Optional('a'): Schema({Optional('b'): <class 'int'>, Optional(<class 'str'>): <class 'object'>}), "
     "Optional('c'): <class 'str'>, Optional(<class 'str'>): <class 'object'>})"),
    (True, False, str,
     "Schema({Schema('a'): Schema({Schema('b'): And(<class 'int'>, Use(<class 'str'>))}), "
     "Optional('c'): And(<class 'str'>, Use(<class 'str'>))})"),
])
def test_dict_to_schema(required, custom, modifier, expected):
    description = {"a": {"b": int}, Optional("c"): str}
    assert repr(dict_to_schema(description, required, custom, modifier)) == expected


def test_extensible_schema_accepts_more_keys():
    schema = Schema(extensible_schema_dict({"a": int}))
    assert schema.validate({"a": 1, "later": 2}) == {"a": 1, "later": 2}
