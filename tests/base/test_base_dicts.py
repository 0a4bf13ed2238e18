"""Merging, comparing and filtering nested dictionaries."""
import copy
import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkgrs.base.dicts import (
    DelayLoad, ModifyList, convert_json_safe, deep_del, deep_update, get_dict_diff, get_dict_diff_str, remove_nones,
)

nested = st.recursive(
    st.integers(0, 3), lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3), max_leaves=8)
dictionaries = st.dictionaries(st.sampled_from("abc"), nested, max_size=3)


@pytest.mark.parametrize("first, second, expected", [
    ({"a": {"b": 1, "c": 2}}, {"a": {"b": 3}, "d": {"e": 1}}, {"a": {"b": 3, "c": 2}, "d": {"e": 1}}),
    ({"a": {"b": 1}}, {"a": 5}, {"a": 5}),
    ({"a": 5}, {"a": {"b": 1}}, {"a": {"b": 1}}),
    ({"a": [1]}, {"a": ModifyList([2], [0])}, {"a": [0, 1, 2]}),
    ({"a": None}, {"a": ModifyList([2])}, {"a": [2]}),
    ({}, {"a": {"b": ModifyList([1])}}, {"a": {"b": [1]}}),
    ({"a": ModifyList([2])}, {"b": 1}, {"a": [2], "b": 1}),
    ({"a": ModifyList([1])}, {"a": ModifyList([5])}, {"a": [1, 5]}),
])
def test_deep_update(first, second, expected):
    deep_update(first, second)
    assert first == expected


@given(dictionaries, dictionaries)
def test_deep_update_leaves_the_second_alone(first, second):
    before = copy.deepcopy(second)
    deep_update(first, second)
    assert second == before
    deep_update(first, {"a": {"b": {"c": "later"}}})
    assert second == before


@given(dictionaries, dictionaries)
def test_deep_update_twice_is_once(first, second):
    deep_update(first, second)
    once = copy.deepcopy(first)
    deep_update(first, second)
    assert first == once


@pytest.mark.parametrize("bad", [5, "x", {"a": 1}, (1,)])
def test_modify_list_needs_a_list(bad):
    with pytest.raises(ValueError, match="Attempted to apply ModifyList to non-list"):
        ModifyList([1]).apply(bad)
    with pytest.raises(ValueError, match="Expected list in ModifyList, not"):
        ModifyList(prepend=bad)
    with pytest.raises(ValueError):
        deep_update({"a": bad}, {"a": ModifyList([1])})


def test_delay_load(tmp_path):
    (tmp_path / "a.yaml").write_text("a: 1\nb: [1, 2]\n")
    (tmp_path / "b.json").write_text('{"a": [null]}')
    assert DelayLoad(str(tmp_path / "a.yaml")).get_value() == {"a": 1, "b": [1, 2]}
    assert DelayLoad(str(tmp_path / "b.json")).get_value() == {"a": [None]}


@pytest.mark.parametrize("name, content, text", [
    ("a.txt", "", "Error in DelayLoad - unsupported file format"),
    ("gone.json", None, r"Error reading DelayLoad\(.*gone.json\): FileNotFoundError: "),
    ("a.json", "{", r"Error loading from DelayLoad\(.*a.json\): JSONDecodeError: "),
    ("a.yaml", "a: {", r"Error loading from DelayLoad\(.*a.yaml\): ParserError: while parsing a flow node"),
])
def test_delay_load_errors(tmp_path, name, content, text):
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(ValueError, match=text):
        DelayLoad(str(tmp_path / name)).get_value()


def test_delay_load_expands_home(monkeypatch):
    monkeypatch.setenv("HOME", "/somewhere")
    monkeypatch.setenv("USERPROFILE", "/somewhere")
    assert str(DelayLoad("~/x.json")) == "DelayLoad(/somewhere/x.json)"


def test_remove_nones():
    assert remove_nones(a=1, b=None, c=0) == {"a": 1, "c": 0}


def test_deep_del():
    data = {"a": {"b": 1, "c": 2}, "d": 1, "e": {}, "f": [1, {"g": 1}]}
    assert deep_del(data, lambda value: value == 1) == {"a": {"c": 2}, "e": {}, "f": [1, {"g": 1}]}
    assert data["a"] == {"b": 1, "c": 2}


@pytest.mark.parametrize("first, second, expected", [
    ({"a": 1, "b": {"c": 1, "d": 2}, "z": 1}, {"a": 2, "b": {"c": 1, "e": 3}, "n": {"x": 1}},
     ([["b", "e"], ["n"]], [["b", "d"], ["z"]], [["a"]])),
    ({"b": {"c": 1}}, {"b": 5}, ([], [], [["b"]])),
    ({"b": 5}, {"b": {}}, ([], [], [["b"]])),
])
def test_get_dict_diff(first, second, expected):
    assert get_dict_diff(first, second) == expected


@given(dictionaries)
def test_equal_dictionaries_do_not_differ(data):
    assert get_dict_diff(data, copy.deepcopy(data)) == ([], [], [])


@given(dictionaries, dictionaries)
def test_diff_the_other_way_round(first, second):
    added, removed, changed = get_dict_diff(first, second)
    removed_, added_, changed_ = get_dict_diff(second, first)
    assert (sorted(added), sorted(removed), sorted(changed)) == (sorted(added_), sorted(removed_), sorted(changed_))


def test_get_dict_diff_str():
    text = get_dict_diff_str({"a": 1, "b": {"d": 2}}, {"a": 2, "b": {"e": 3}}, "Title:")
    assert text == "Title:\nAdded attributes: ['b.e']\nRemoved attributes: ['b.d']\nChanged attributes: ['a']"
    assert get_dict_diff_str({}, {}, "Title:") == "Title:"


def test_convert_json_safe():
    day = datetime.date(2020, 1, 1)
    safe = convert_json_safe({"a": day, "b": [1, None, (day,)], "c": {"d": int}})
    assert safe == {"a": "2020-01-01", "b": [1, None, ("2020-01-01",)], "c": {"d": "<class 'int'>"}}
    json.dumps(safe)
