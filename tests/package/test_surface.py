"""What replaces a name in Rez's modules replaces it for us too."""
from unittest import mock

import rez.developer_package
import rez.package_help
import rez.package_maker
import rez.package_py_utils
import rez.package_search
import rez.packages


def test_patches_reach_the_implementation():
    with mock.patch("rez.packages.iter_packages", return_value=iter([5])):
        assert rez.packages.get_package("foo", "1") == 5
    with mock.patch("rez.packages.get_package", return_value=6):
        assert rez.packages.get_package_from_string("foo-1") == 6
    family = mock.Mock()
    family.name = "foo"
    with mock.patch("rez.packages.iter_package_families", return_value=[family]):
        assert rez.packages.get_completions("f", family_only=True) == {"foo"}
        assert rez.package_search.iter_package_families is not rez.packages.iter_package_families
    with mock.patch("rez.packages.package_repository_manager") as manager:
        list(rez.packages.iter_package_families(["x"]))
    assert manager.mock_calls[0] == mock.call.get_repository("x")


def test_names_are_shared():
    assert rez.developer_package.Package is rez.packages.Package
    assert rez.package_maker.create_package is rez.packages.create_package
    assert rez.package_maker.Optional.__name__ == "Optional" and isinstance(rez.package_maker.Optional, type)
    assert rez.package_py_utils.expand_requirement is rez.package_maker.expand_requirement
    assert rez.package_help.PackageHelp.__name__ == "PackageHelp"


def test_subclasses_of_wrappers(world):
    class Named(rez.packages.PackageRepositoryResourceWrapper):
        keys = {"name"}

    world.add("foo", "1")
    named = Named(rez.packages.get_package("foo", "1").resource)
    assert named.format("{name}-{x}") == "foo-{x}"
