"""Dictionaries as attributes, cached attributes, metaclasses, completion."""
import copy
import pickle
import threading
import time

import pytest

from pkgrs.base.data import (
    AttrDictWrapper, AttributeForwardMeta, LazyAttributeMeta, LazySingleton, RO_AttrDictWrapper, cached_class_property,
    cached_property, convert_dicts, get_object_completions,
)
from pkgrs.base.schema import And, Optional, Required, Schema, Use


def test_attributes_and_items_are_one():
    data = {"x": 1, "data": 2}
    wrapper = AttrDictWrapper(data)
    wrapper.y = 3
    wrapper["z"] = 4
    assert data == {"x": 1, "data": 2, "y": 3, "z": 4}
    assert (wrapper.x, wrapper.data, wrapper["y"], len(wrapper)) == (1, 2, 3, 4)
    assert sorted(wrapper) == ["data", "x", "y", "z"]
    assert str(wrapper) == str(data)
    assert repr(wrapper) == "AttrDictWrapper(%r)" % data


def test_missing_attribute():
    with pytest.raises(AttributeError, match="'AttrDictWrapper' object has no attribute 'zz'"):
        AttrDictWrapper({}).zz
    with pytest.raises(KeyError):
        AttrDictWrapper({})["zz"]


def test_copy_does_not_share():
    wrapper = AttrDictWrapper({"x": 1})
    other = wrapper.copy()
    other.x = 2
    assert wrapper.x == 1 and type(other) is AttrDictWrapper


def test_copying_and_pickling():
    wrapper = AttrDictWrapper({"x": {"y": 1}})
    assert copy.deepcopy(wrapper).x == {"y": 1}
    data = pickle.dumps(wrapper)
    assert b"rez.utils.data_utils" in data
    assert AttrDictWrapper.__module__ == "rez.utils.data_utils"


def test_read_only_wrapper():
    wrapper = RO_AttrDictWrapper({"x": 1})
    with pytest.raises(AttributeError, match="'RO_AttrDictWrapper' object attribute 'x' is read-only"):
        wrapper.x = 2
    with pytest.raises(KeyError):
        wrapper.new = 2
    wrapper["x"] = 5
    assert wrapper.x == 5


def test_convert_dicts_there_and_back():
    data = {"a": {"b": {}}, "l": [{"c": 1}]}
    wrapped = convert_dicts(data)
    assert wrapped.a.b == {} and type(wrapped.a) is AttrDictWrapper and type(wrapped.l[0]) is dict
    assert convert_dicts(wrapped, dict, (dict, AttrDictWrapper)) == data


class Counting:
    def __init__(self):
        self.calls = 0

    @cached_property
    def value(self):
        self.calls += 1
        return self.calls

    @cached_class_property
    def shared(cls):
        return [cls]


def test_cached_property():
    instance = Counting()
    assert (instance.value, instance.value, instance.calls) == (1, 1, 1)
    cached_property.uncache(instance, "value")
    cached_property.uncache(instance, "value")
    assert instance.value == 2
    instance.value = 9
    assert instance.value == 9
    assert isinstance(Counting.value, cached_property)
    with pytest.raises(RuntimeError, match="@cached_property should not be called."):
        Counting.value()


def test_cached_class_property():
    class Derived(Counting):
        pass

    first = Counting.shared
    assert first is Counting.shared is Counting().shared is Derived.shared
    assert first == [Counting]


def test_lazy_singleton_is_made_once():
    class Slow:
        made = 0

        def __init__(self, number):
            time.sleep(0.01)
            Slow.made += 1
            self.number = number

    singleton = LazySingleton(Slow, 5)
    assert Slow.made == 0
    threads = [threading.Thread(target=singleton) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Slow.made == 1
    assert singleton() is singleton() and singleton().number == 5


class DataError(Exception):
    pass


class Lazy(metaclass=LazyAttributeMeta):
    schema = Schema({
        Required("a"): int,
        Optional("b"): str,
        Optional("c"): And(int, Use(float)),
        Required("own"): int,
        Optional(str): object,
    })
    schema_error = DataError

    def __init__(self, data):
        self._data = data

    @property
    def own(self):
        return "mine"


def test_keys_become_attributes_validated_on_use():
    lazy = Lazy({"a": "bad", "c": 2, "own": 4})
    assert lazy.c == 2.0 and isinstance(lazy.c, float)
    assert lazy.b is None
    assert (lazy.own, lazy._own) == ("mine", 4)
    with pytest.raises(DataError, match="Validation of key 'a' failed: 'bad' should be instance of <class 'int'>"):
        lazy.a
    with pytest.raises(DataError, match="Validation of key 'a' failed"):
        lazy.validate_data()
    with pytest.raises(DataError, match="Required key is missing: 'a'"):
        Lazy({}).a


def test_validated_data_is_in_the_order_of_the_schema():
    lazy = Lazy({"extra": 1, "c": 2, "a": 1})
    assert list(lazy.validated_data().items()) == [("a", 1), ("b", None), ("c", 2.0), ("own", "mine"), ("extra", 1)]
    assert Lazy._schema_keys == {"a", "b", "c", "own"}


def test_own_validation():
    class Own(Lazy):
        schema = Schema({Required("x"): int})

        def _validate_key(self, key, attr, key_schema):
            return (key, self._validate_key_impl(key, attr, key_schema))

    assert Own({"x": 1}).x == ("x", 1)
    with pytest.raises(DataError):
        Own({"x": "1"}).x


def test_class_without_schema_gets_nothing():
    class Bare(metaclass=LazyAttributeMeta):
        schema = None

    assert not hasattr(Bare, "validate_data")


def test_forwarded_attributes():
    class Wrapper(metaclass=AttributeForwardMeta):
        keys = ("a", "missing", "own")
        own = "own"

        def __init__(self, wrapped):
            self.wrapped = wrapped

    class Marking(Wrapper):
        keys = ("b",)

        def _wrap_forwarded(self, key, value):
            return "%s=%s" % (key, value)

    class Inner:
        a, b, own = 1, 2, "not shown"

    wrapper = Wrapper(Inner())
    assert (wrapper.a, wrapper.missing, wrapper.own) == (1, None, "own")
    assert (Marking(Inner()).a, Marking(Inner()).b) == ("a=1", "b=2")


class Thing:
    in_class = 1

    def method(self):
        pass


@pytest.fixture
def thing():
    outer, inner = Thing(), Thing()
    inner.zz, inner.yy = 1, "a"
    outer.fo, outer.fob, outer._p, outer.o = 1, "s", 1, inner
    return outer


@pytest.mark.parametrize("prefix, types, instance_types, expected", [
    ("", None, None, ["fo", "fob", "o"]),
    ("fo", None, None, ["fo", "fob"]),
    ("o", None, None, ["o", "o.yy", "o.zz"]),
    ("o.", None, None, ["o.yy", "o.zz"]),
    ("o.z", None, None, ["o.zz"]),
    ("o.", int, Thing, ["o.zz"]),
    ("o.", None, str, []),
    ("f", int, None, ["fo"]),
    ("_", None, None, []),
    ("i", None, None, []),
    ("m", None, None, []),
    ("none.x", None, None, []),
])
def test_completions(thing, prefix, types, instance_types, expected):
    assert get_object_completions(thing, prefix, types, instance_types) == expected


def test_completion_of_what_an_object_yields():
    wrapper = AttrDictWrapper({"ab": AttrDictWrapper({"cd": 1}), "ac": 2})
    assert get_object_completions(wrapper, "a") == ["ab", "ac"]
    assert get_object_completions(wrapper, "ab") == ["ab", "ab.cd"]
