"""The resolver, and the cache of resolves."""
from contextlib import contextmanager
from copy import deepcopy

import pytest

from pkgrs.config.config import config
from pkgrs.package.filter import PackageFilterList
from pkgrs.package.order import PackageOrderList
from pkgrs.repository.manager import package_repository_manager
from pkgrs.resolve.cached import graph_from_data, graph_to_data
from pkgrs.resolve.resolver import Resolver, ResolverStatus
from pkgrs.solver.callback import SolverCallbackReturn
from pkgrs.version.requirement import Requirement


def make(paths, *requests, **options):
    return Resolver(None, [Requirement(text) for text in requests], paths, **options)


def resolve(paths, *requests, **options):
    resolver = make(paths, *requests, **options)
    resolver.solve()
    return resolver


def names(resolver):
    return [variant.qualified_name for variant in resolver.resolved_packages]


def test_solved(memory):
    resolver = resolve([memory({"a-1": ["b", ".e-1"], "b-1": []})], "a")
    assert resolver.status == ResolverStatus.solved
    assert names(resolver) == ["b-1[]", "a-1[]"]
    assert [str(each) for each in resolver.resolved_ephemerals] == [".e-1"]
    assert resolver.graph.has_node("_1")
    assert resolver.num_loaded_packages == 2
    assert resolver.failure_description is None
    assert not resolver.from_cache


def test_failed(memory):
    resolver = resolve([memory({"a-1": ["b-1"], "b-1": [], "b-2": []})], "a", "b-2")
    assert resolver.status == ResolverStatus.failed
    assert resolver.failure_description == "The following package conflicts occurred: (b-1 <--!--> b==2)"
    assert resolver.resolved_packages is None
    assert resolver.resolved_ephemerals is None
    assert resolver.graph is not None


def test_aborted(memory):
    resolver = resolve([memory({"a-1": [], "a-2": []})], "a",
                       callback=lambda state: (SolverCallbackReturn.abort, "stop"))
    assert resolver.status == ResolverStatus.aborted
    assert resolver.failure_description == "stop"


def test_timestamp_excludes_later_packages(memory):
    path = memory({"a-1": {"timestamp": 100}, "a-2": {"timestamp": 200}})
    assert names(resolve([path], "a", timestamp=150)) == ["a-1[]"]
    given = PackageFilterList.from_pod([{"excludes": ["a-1"]}])
    assert names(resolve([path], "a", timestamp=250, package_filter=given)) == ["a-2[]"]
    assert str(given) == str(PackageFilterList.from_pod([{"excludes": ["a-1"]}]))


def test_key(memory):
    path = memory({"a-1": []})
    uid = package_repository_manager.get_repository(path).uid
    resolver = make([path], "a", "b-1", timestamp=7)
    settings = (str(config.variant_select_mode), config.allow_unversioned_packages)
    assert resolver._memcache_key() == str(("resolve", ("a", "b-1"), (uid,), "", "", False, False, True, *settings))
    assert resolver._memcache_key(True) == str(("resolve", ("a", "b-1"), (uid,), "", "", False, False, True, *settings, 7))
    other = make([path], "a", building=True, testing=True,
                 package_filter=PackageFilterList.from_pod([{"excludes": ["b-2"]}]),
                 package_orderers=PackageOrderList.from_pod([{"type": "sorted", "descending": False}]))
    assert other._memcache_key() == str((
        "resolve", ("a",), (uid,), "6f4e4a789f90ccf5a14bd712455f9d86b6712d3b",
        "24735e6bc4aa085b6a2106c9d0a694856ae14347", True, True, True, *settings))


class Store(dict):
    """A memcached server."""

    def set(self, key, value, min_compress_len):
        self.min_compress_len = min_compress_len
        self[key] = value

    def delete(self, key):
        self.pop(key, None)


@pytest.fixture
def store(monkeypatch, override):
    store = Store()

    @contextmanager
    def client(self):
        yield store

    monkeypatch.setattr(Resolver, "_memcached_client", client)
    override("memcached_uri", ["127.0.0.1:1"])
    return store


def test_resolve_is_found_again(folder, store):
    path = folder({"a-1": "requires = ['b', '.e-1']", "b-1": ""})
    first, second = resolve([path], "a"), resolve([path], "a")
    assert (first.from_cache, second.from_cache) == (False, True)
    assert names(first) == names(second) == ["b-1[]", "a-1[]"]
    assert second.resolved_ephemerals == first.resolved_ephemerals
    assert graph_to_data(second.graph) == graph_to_data(first.graph)
    assert not resolve([path], "a", caching=False).from_cache


def test_resolves_are_compressed_as_configured(folder, store, override):
    override("memcached_resolve_min_compress_len", 77)
    resolve([folder({"a-1": ""})], "a")
    assert store.min_compress_len == 77


def test_new_release_ends_a_resolve(folder, store):
    path = folder({"a-1": "requires = ['b']", "b-1": ""})
    resolve([path], "a")
    folder({"b-2": ""})
    package_repository_manager.clear_caches()
    resolver = resolve([path], "a")
    assert not resolver.from_cache
    assert names(resolver) == ["b-2[]", "a-1[]"]
    assert resolve([path], "a").from_cache


def test_changed_definition_ends_a_resolve(folder, store, tmp_path):
    import os

    path = folder({"a-1": ""})
    resolve([path], "a")
    os.utime(str(tmp_path / "a" / "1" / "package.py"), (1, 1))
    package_repository_manager.clear_caches()
    assert not resolve([path], "a").from_cache


def test_timestamped_resolves_are_kept_apart(folder, store):
    path = folder({"a-1": "timestamp = 100", "a-2": "timestamp = 200"})
    resolve([path], "a")
    assert names(resolve([path], "a", timestamp=150)) == ["a-1[]"]
    assert len(store) == 2
    again = resolve([path], "a", timestamp=150)
    assert (again.from_cache, names(again)) == (True, ["a-1[]"])
    # all was released before that time, so that the resolve without a time will do
    assert resolve([path], "a", timestamp=10 ** 11).from_cache


def test_foreign_values_are_ignored(folder, store):
    path = folder({"a-1": ""})
    resolve([path], "a")
    key, = store
    store[key] = {"unknown": 1}
    assert not resolve([path], "a").from_cache


def parts(value, path=()):
    """The places in plain data."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield path + (key,)
        yield from parts(item, path + (key,))


def changed(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(value[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize("new", [None, "x", 7, -1.5, [], {}, [[]], ["x", "y"], {"x": []}, True], ids=repr)
def test_values_of_any_kind_are_no_error(folder, store, new):
    path = folder({"a-1": "requires = ['b', '.e-1']", "b-1": ""})
    first = resolve([path], "a")
    (key, entry), = list(store.items())
    for place in [(), *parts(entry)]:
        store[key] = changed(entry, place, new)
        resolver = resolve([path], "a")
        if not resolver.from_cache:
            assert names(resolver) == names(first)
        graph_to_data(resolver.graph)


@pytest.mark.parametrize("variables", [
    {"location": "{elsewhere}"}, {"name": "../elsewhere/b"}, {"version": "../../elsewhere/b/1"}, {"version": ".."},
    {"version": "1/../../../elsewhere/b/1"}, {"repository_type": "memory"}, {"name": "b/1"},
])
def test_cached_resolves_do_not_lead_elsewhere(folder, store, tmp_path, variables):
    path = folder({"a-1": "requires = ['b']", "b-1": ""})
    mark = tmp_path / "ran"
    outside = tmp_path.parent / "elsewhere" / "b" / "1"
    outside.mkdir(parents=True, exist_ok=True)
    (outside / "package.py").write_text("name = 'b'\nversion = '1'\nopen(%r, 'w').close()\n" % str(mark))
    resolve([path], "a")
    (key, kept), = list(store.items())
    entry = store[key] = deepcopy(kept)
    for name, value in variables.items():
        entry["solve"]["variant_handles"][0]["variables"][name] = value.format(elsewhere=tmp_path.parent / "elsewhere")
    resolver = resolve([path], "a")
    assert not resolver.from_cache and names(resolver) == ["b-1[]", "a-1[]"]
    assert not mark.exists()


def test_repositories_that_know_no_release_time(memory, store):
    path = memory({"a-1": []})
    resolve([path], "a")
    assert not store


def test_failures_are_not_kept(folder, store):
    path = folder({"a-1": "requires = ['b-1']", "b-1": "", "b-2": ""})
    assert resolve([path], "a", "b-2").status == ResolverStatus.failed
    assert not store


def test_graphs_as_data(memory):
    graph = resolve([memory({"a-1": ["b"], "b-1": []})], "a").graph
    data = graph_to_data(graph)
    assert graph_to_data(graph_from_data(data)) == data
    assert graph_from_data(None) is None
