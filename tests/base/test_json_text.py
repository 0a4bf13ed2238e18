"""Text of plain data is that of the library `json`."""
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkgrs.base.json_text import dumps


def library(data):
    return json.dumps(data, indent=4, separators=(",", ": "), sort_keys=True)


texts = st.text() | st.text('a"\\\n\t\x7f ', max_size=8)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner) | st.dictionaries(texts, inner, max_size=4), max_leaves=12)


@given(plain)
def test_as_the_library(data):
    assert dumps(data) == library(data)


class Text(str):
    pass


@pytest.mark.parametrize("data", [
    {1: "a", 2: {}}, {True: []}, [Text("a\nb")], {"a": {None: [1, {"b": 2}]}}, float("inf"), [-0.0, 1e300, 10 ** 30],
    "\ud800", "\u00e4\n", {}, [], [[], {}],
])
def test_odd_data(data):
    assert dumps(data) == library(data)


@pytest.mark.parametrize("data", [object(), [set()], {"a": b"b"}, {("a", "b"): 1}, {"a": 1, 2: 2}])
def test_what_is_no_data(data):
    with pytest.raises(TypeError) as theirs:
        library(data)
    with pytest.raises(TypeError) as ours:
        dumps(data)
    assert str(ours.value) == str(theirs.value)
