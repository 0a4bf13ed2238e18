"""Resources, handles, pools and wrappers."""
import pytest

from pkgrs.base.resources import Resource, ResourceHandle, ResourcePool, ResourceWrapper
from pkgrs.base.schema import Optional, Required, Schema
from pkgrs.errors import ResourceError


class Account(Resource):
    key = "account"
    schema = Schema({Required("balance"): int, Optional("note"): str})
    schema_error = ResourceError
    loaded = 0

    def _load(self):
        Account.loaded += 1
        return {"balance": len(self.variables["owner"])}


class Wrapper(ResourceWrapper):
    keys = ("balance", "note")

    @property
    def owner(self):
        return self.resource.get("owner")


@pytest.fixture
def pool():
    pool = ResourcePool()
    pool.register_resource(Account)
    Account.loaded = 0
    return pool


def handle(**variables):
    return ResourceHandle("account", variables)


def test_handle_as_data_and_back():
    one = handle(owner="ann", index=None)
    assert one.to_dict() == {"key": "account", "variables": {"owner": "ann", "index": None}}
    assert ResourceHandle.from_dict(one.to_dict()) == one
    assert (one.get("owner"), one.get("zz"), one.get("zz", 1)) == ("ann", None, 1)
    assert str(one) == "{'key': 'account', 'variables': {'owner': 'ann', 'index': None}}"
    assert repr(one) == "ResourceHandle('account', {'owner': 'ann', 'index': None})"
    assert one._hashable_repr() == ("account", (("index", None), ("owner", "ann")))


def test_handles_are_equal_and_hash_regardless_of_order():
    one, other = handle(a=1, b=None), handle(b=None, a=1)
    assert one == other and hash(one) == hash(other) and not one != other
    assert one != handle(a=1) and one != ResourceHandle("x", {"a": 1, "b": None}) and one != 5


def test_data_is_loaded_once_and_late(pool):
    wrapper = Wrapper(pool.get_resource_from_handle(handle(owner="ann")))
    assert wrapper.owner == "ann" and Account.loaded == 0
    assert (wrapper.balance, wrapper.note, wrapper.balance) == (3, None, 3)
    assert Account.loaded == 1
    assert wrapper.data == {"balance": 3}
    assert wrapper.validated_data() == {"balance": 3, "note": None}


def test_pool_keeps_resources(pool):
    first = pool.get_resource_from_handle(handle(owner="ann"))
    assert first is pool.get_resource_from_handle(handle(owner="ann"))
    assert first.handle == handle(owner="ann")
    pool.clear_caches()
    assert first is not pool.get_resource_from_handle(handle(owner="ann"))


def test_pool_without_cache():
    pool = ResourcePool(cache_size=0)
    pool.register_resource(Account)
    assert pool.get_resource_from_handle(handle(a=1)) is not pool.get_resource_from_handle(handle(a=1))


def test_registration(pool):
    class Other(Resource):
        key = "account"

    pool.register_resource(Account)
    with pytest.raises(ResourceError, match="Resource pool has already registered 'account' to"):
        pool.register_resource(Other)
    with pytest.raises(ResourceError, match="Error getting resource from pool: Unknown resource type 'zz'"):
        pool.get_resource_from_handle(ResourceHandle("zz"))


def test_resource_without_schema_has_no_data():
    class Bare(Resource):
        key = "bare"

    assert Bare({"a": 1})._data is None
    assert (str(Bare({"a": 1})), repr(Bare({"a": 1}))) == ("bare{'a': 1}", "Bare({'a': 1})")


def test_variables_are_normalised():
    class Lower(Resource):
        key = "lower"

        @classmethod
        def normalize_variables(cls, variables):
            return {name: value.lower() for name, value in variables.items()}

    assert Lower({"name": "FOO"}) == Lower({"name": "foo"})


def test_wrappers_compare_by_class_and_resource(pool):
    class Other(ResourceWrapper):
        keys = ("balance",)

    resource = pool.get_resource_from_handle(handle(owner="ann"))
    assert Wrapper(resource) == Wrapper(Account({"owner": "ann"}))
    assert Wrapper(resource) != Other(resource) and Wrapper(resource) != 5
    assert len({Wrapper(resource), Wrapper(resource)}) == 1
    assert str(Wrapper(resource)) == "Wrapper(account{'owner': 'ann'})"
    assert repr(Wrapper(resource)) == "Wrapper(Account({'owner': 'ann'}))"


def test_bad_data_names_the_key():
    class Bad(Account):
        def _load(self):
            return {"balance": "much"}

    with pytest.raises(ResourceError, match="Validation of key 'balance' failed: 'much' should be instance of"):
        Bad({}).balance
