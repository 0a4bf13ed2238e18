"""Packages and variants as users see them. Expected values were recorded from Rez 3.4.0."""
import copy
import io
import itertools

import pytest

from pkgrs.definition.load import FileFormat
from pkgrs.errors import PackageMetadataError, ResourceError
from pkgrs.package.find import get_package, get_variant
from pkgrs.package.model import Package, PackageFamily, Variant

FOO = """
    description = 'the foo'
    authors = ['a']
    requires = ['bar-1', '~baz']
    build_requires = ['cm']
    private_build_requires = ['pcm']
    variants = [['x-1'], ['y-2']]
    tools = ['t1']
    timestamp = 12345
    custom = ['c', 1]
    _under = 'u'
    with scope('config') as c:
        c.release_packages_path = '/rel'
    def commands():
        env.FOO = 'x'
"""

LATE = """
    variants = [['foo-1'], ['foo-2']]
    @late()
    def requires():
        return ['foo-%s%s' % (type(this).__name__.lower(), in_context())]
    @late()
    def build_requires():
        return ['foo-%s%s' % (type(this).__name__.lower(), in_context())]
    @late()
    def private_build_requires():
        return None
    @late()
    def tools():
        return sorted(name for name in globals() if not name.startswith('__'))
    @late()
    def custom():
        return [type(this).__name__, in_context(), globals().get('context')]
    @late()
    def broken():
        return 1 / 0
    @late()
    def help():
        return 5
"""


class Context:
    def _get_pre_resolve_bindings(self):
        return {"request": ["r"]}


@pytest.fixture
def foo(world):
    world.add("foo", "1.0", FOO)
    return get_package("foo", "1.0")


@pytest.fixture
def late(world):
    world.add("late", "1.0", LATE)
    return get_package("late", "1.0")


def text(requests):
    return [str(request) for request in requests]


def test_names(foo, world):
    world.add("un")
    un = get_package("un", "")
    assert (foo.qualified_name, foo.as_exact_requirement()) == ("foo-1.0", "foo==1.0")
    assert (un.qualified_name, un.as_exact_requirement()) == ("un", "un")
    variant = foo.get_variant(1)
    assert (variant.qualified_name, variant.qualified_package_name) == ("foo-1.0[1]", "foo-1.0")
    assert un.get_variant().qualified_name == "un[]"


def test_package_attributes(foo):
    assert foo.description == "the foo"
    assert text(foo.requires) == ["bar-1", "~baz"]
    assert foo.help is None and foo.vcs is None
    assert foo.custom == ["c", 1] and foo._under == "u"
    assert foo.arbitrary_keys() == {"custom", "_under"}
    assert foo.num_variants == 2
    assert foo.config.release_packages_path == "/rel"
    assert (foo.is_package, foo.is_variant) == (True, False)
    with pytest.raises(AttributeError, match="^Package instance has no attribute 'nope'$"):
        foo.nope  # noqa: B018
    with pytest.raises(AttributeError):
        foo.name = "bar"


def test_variant_attributes(foo):
    variant = foo.get_variant(1)
    assert variant.index == 1
    assert variant.root == foo.base + "/y-2"
    assert variant.subpath == variant._non_shortlinked_subpath == "y-2"
    assert text(variant.variant_requires) == ["y-2"]
    assert text(variant.requires) == ["bar-1", "~baz", "y-2"]
    assert variant.custom == ["c", 1]
    assert variant.arbitrary_keys() == {"custom", "_under"}
    assert variant.parent is foo
    assert variant.data is None
    assert (variant.is_package, variant.is_variant) == (False, True)
    # Only what stands in the definition, and as it stands there, is shared with the package.
    assert variant.variants == [["x-1"], ["y-2"]]
    for name in ("nope", "num_variants", "is_cachable"):
        with pytest.raises(AttributeError, match="^Variant instance has no attribute '%s'$" % name):
            getattr(variant, name)


@pytest.mark.parametrize("arguments, expected", [
    ((), []), ((True,), ["cm"]), ((False, True), ["pcm"]), ((True, True), ["cm", "pcm"]),
])
def test_get_requires(foo, arguments, expected):
    assert text(foo.get_variant(0).get_requires(*arguments)) == ["bar-1", "~baz", "x-1"] + expected


def test_get_variant(foo, world):
    world.add("un")
    assert [foo.get_variant(index) and foo.get_variant(index).index for index in (None, 0, 1, 2, -1)] == [
        None, 0, 1, None, None]
    un = get_package("un", "")
    assert un.get_variant().index is None and un.get_variant(0) is None and un.num_variants == 0


def test_parents(foo):
    assert foo.parent.name == "foo"
    assert [package.qualified_name for package in foo.parent.iter_packages()] == ["foo-1.0"]
    assert get_variant(foo.get_variant(0).handle).parent == foo


def test_equality(foo):
    other = get_package("foo", "1.0")
    assert foo == other and hash(foo) == hash(other)
    assert foo.get_variant(0) == other.get_variant(0) != other.get_variant(1)
    assert foo != foo.parent


@pytest.mark.parametrize("cls, attribute, message", [
    (Variant, "resource", "Expected VariantResource, got FileSystemPackageResource"),
    (PackageFamily, "resource", "Expected PackageFamilyResource, got FileSystemPackageResource"),
])
def test_wrong_resource(foo, cls, attribute, message):
    with pytest.raises(ResourceError, match="^%s$" % message):
        cls(getattr(foo, attribute))


def test_copies(foo):
    # Rez fails here.
    for thing in (foo, foo.get_variant(1), foo.parent):
        assert copy.copy(thing) == thing


def test_format(foo):
    assert foo.format("{name} {version} {nope} {requires} {custom}") == "foo 1.0 {nope} bar-1 ~baz c 1"
    assert foo.get_variant(1).format("{index}{num_variants}{subpath}") == "1{num_variants}y-2"


def test_validated_data_has_no_nones(foo, world):
    world.add("un")
    assert sorted(get_package("un", "").validated_data()) == ["base", "name", "version"]
    assert set(foo.get_variant(0).validated_data()) & {"index", "root", "subpath", "variants"} == set()


def test_is_local(world, settings):
    world.add("foo", "1")
    assert not get_package("foo", "1").is_local
    settings(local_packages_path=world.path)
    assert get_package("foo", "1").is_local


def printed(thing, **kwargs):
    buf = io.StringIO()
    thing.print_info(buf=buf, **kwargs)
    return buf.getvalue()


def test_print_info(foo):
    output = printed(foo)
    assert output.startswith("name: foo\n\nversion: '1.0'\n\ndescription: the foo\n\nauthors:\n- a\n")
    assert "config:\n  release_packages_path: /rel\n" in output
    assert "timestamp" not in output
    assert "timestamp: 12345" in printed(foo, include_release=True)
    assert "timestamp" not in printed(foo, include_release=True, skip_attributes=["timestamp"])
    assert "requires = [\n    'bar-1',\n    '~baz'\n]\n" in printed(foo, format_=FileFormat.py)
    assert "config:\n  release_packages_path: /rel\n" in printed(foo.get_variant(0))


def test_print_info_to_stdout(world, capsys):
    folder = world.add("un")
    get_package("un", "").print_info()
    assert capsys.readouterr().out == "name: un\n\nversion: ''\n\nbase: %s\n" % folder


def test_bad_value_is_found_on_access(world):
    world.add("bad", "1.0", "requires = ['##']\n")
    package = get_package("bad", "1.0")
    assert package.description is None
    message = "^Validation of key 'requires' failed: Or\\(<class 'rez.utils.sourcecode.SourceCode'>"
    for action in (lambda: package.requires, package.validated_data, package.print_info):
        with pytest.raises(PackageMetadataError, match=message):
            action()


def test_late_binding_without_context(late):
    variant = late.get_variant(0)
    assert text(late.requires) == ["foo-packageFalse"]
    assert text(variant.requires) == ["foo-packageFalse", "foo-1"]
    assert text(variant.build_requires) == ["foo-variantFalse"]
    assert late.tools == ["in_context", "this", "tools"]
    assert variant.custom == ["Package", False, None]
    assert late.help == 5
    assert type(late.validated_data()["tools"]).__name__ == "SourceCode"


def test_late_binding_in_context(late):
    context = Context()
    variant = get_variant(late.get_variant(1).handle, context=context)
    assert text(variant.requires) == ["foo-packageTrue", "foo-2"]
    assert text(variant.build_requires) == ["foo-variantTrue"]
    assert variant.tools == ["context", "in_context", "request", "this", "tools"]
    assert variant.custom == ["Package", True, context]


def test_late_binding_keeps_values(late):
    package = Package(late.resource, context=Context())
    assert package.get_variant(0).context is package.context
    first = package.tools
    package.set_context(None)
    assert package.tools is first
    assert package.custom == ["Package", False, None]


def test_late_requires_may_be_none(late):
    # Rez fails here.
    assert late.private_build_requires is None
    assert text(late.get_variant(0).get_requires(False, True)) == ["foo-packageFalse", "foo-1"]


def test_late_binding_error(late):
    with pytest.raises(Exception, match="division by zero") as info:
        late.broken  # noqa: B018
    assert type(info.value).__name__ == "SourceCodeExecError"
    assert str(info.value).startswith("Failed to execute </")


@pytest.mark.parametrize("kind", ["cachable", "relocatable"])
def test_defaults_of_payload_handling(world, settings, kind):
    world.add("aa", "1")
    world.add("aa", "2", "%s = False\n" % kind)
    world.add("aa", "3", "%s = True\n" % kind)
    for default, by_name, by_place in itertools.product((False, True), (None, {"aa": False}, {"aa": True}),
                                                        (None, False, True)):
        settings(**{
            "default_" + kind: default,
            "default_%s_per_package" % kind: by_name,
            "default_%s_per_repository" % kind: None if by_place is None else {world.path: by_place},
        })
        expected = by_place if by_place is not None else by_name["aa"] if by_name else default
        found = [getattr(get_package("aa", version), "is_" + kind) for version in "123"]
        assert found == [expected, False, True]


def test_cachable_if_relocatable(world, settings):
    settings(default_cachable=None)
    world.add("aa", "1", "relocatable = False\n")
    world.add("aa", "2", "relocatable = True\n")
    assert [get_package("aa", version).is_cachable for version in "12"] == [False, True]


def test_install(foo, world, tmp_path):
    target = tmp_path / "target"
    target.mkdir()
    variant = foo.get_variant(1)
    assert variant.install(str(target), dry_run=True) is None
    installed = variant.install(str(target))
    assert installed.uri == str(target / "foo" / "1.0" / "package.py[0]")
    assert installed.index == 0 and text(installed.variant_requires) == ["y-2"]
    assert variant.install(str(target), dry_run=True) == installed
    assert variant.install(world.path) is variant
    assert variant.install(str(target), overrides={"name": "bar"}).name == "bar"
