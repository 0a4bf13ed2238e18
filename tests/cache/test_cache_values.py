"""Values as bytes."""
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkgrs.cache import values
from pkgrs.cache.values import DecodeError, decode, encode

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
keys = st.none() | st.integers() | st.text() | st.just("!type") | st.tuples(st.text(), st.integers())
plain_data = st.recursive(
    scalars,
    lambda inner: (st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(keys, inner)
                   | st.sets(st.text()) | st.frozensets(st.integers())),
    max_leaves=20)



@given(plain_data, st.sampled_from([0, 1, 50]))
def test_values_survive(value, min_compress_len):
    result = decode(encode(value, min_compress_len))
    assert result == value and type(result) is type(value)


@pytest.mark.parametrize("value", [True, 1, 1.0, "1", b"1", (1, (2, [3])), {1: {(2,): 3}},
                                   {"!type": ["tuple", []]}, [True, 1]])
def test_types_survive(value):
    assert repr(decode(encode(value))) == repr(value)


def test_compression():
    large = "z" * 10000
    assert len(encode(large, 100)) < 200 < 10000 <= len(encode(large)) == len(encode(large, 20000))
    assert decode(encode(large, 100)) == large
    assert encode("short", 1) == b'J"short"'


class Thing:
    def __init__(self, name):
        self.name = name


@pytest.mark.parametrize("value", [
    object(), Thing("x"), [Thing("x")], {"a": {"b": {Thing("x")}}}, type("Sub", (dict,), {})(),
])
def test_other_types_are_refused(value):
    with pytest.raises(TypeError, match="can't be kept in the cache"):
        encode(value)


def test_registered_classes(monkeypatch):
    monkeypatch.setattr(values, "_classes", {})
    monkeypatch.setattr(values, "_MAKERS", dict(values._MAKERS))
    values.register("thing", Thing, lambda thing: (thing.name,), lambda data: Thing(*data))
    result = decode(encode({"a": [Thing("x")]}))
    assert result["a"][0].name == "x"
    with pytest.raises(DecodeError):
        decode(b'J{"!type":["thing",5]}')


@pytest.mark.parametrize("data", [
    b"", b"J", b"Jnonsense", b"X5", b"J\xff", b"Zabc", None, "J5", 5, b"\x80\x04K\x05.", b'J{"!type":["exec","x"]}',
    b'J{"!type":["tuple",5]}', b'J{"!type":5}', b'J{"!type":["bytes","?"]}', b'J{"!type":["dict",[[[],1]]]}',
    b"J" + b"[" * 100000, b"Z" + zlib.compress(b"x" * 1000)[:-5],
])
def test_garbage(data):
    with pytest.raises(DecodeError):
        decode(data)


def test_too_much_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(values, "_LARGEST", 1000)
    with pytest.raises(DecodeError):
        decode(b"Z" + zlib.compress(json.dumps("x" * 5000).encode()))
