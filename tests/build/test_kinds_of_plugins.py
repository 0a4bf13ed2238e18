"""Build systems of third parties: which are chosen, what they are asked."""
import pytest

from pkgrs.build import build_system
from pkgrs.build.build_system import BuildSystem, get_valid_build_systems


class Driven(BuildSystem):
    @classmethod
    def name(cls):
        return "driven"

    @classmethod
    def is_valid_root(cls, path, package=None):
        return True


class Driver(Driven):
    @classmethod
    def name(cls):
        return "driver"

    @classmethod
    def child_build_system(cls):
        return Driven


@pytest.mark.parametrize("classes, chosen", [([Driven], [Driven]), ([Driven, Driver], [Driver]), ([Driver], [Driver])])
def test_driven_build_system_is_not_chosen(monkeypatch, tmp_path, classes, chosen):
    by_name = {cls.name(): cls for cls in classes}
    monkeypatch.setattr(build_system, "get_buildsys_types", lambda: list(by_name))
    monkeypatch.setattr(build_system.plugin_manager, "get_plugin_class", lambda kind, name: by_name[name])
    assert get_valid_build_systems(str(tmp_path)) == chosen


def test_class_that_takes_no_package_when_it_is_made(tmp_path):
    (tmp_path / "package.py").write_text("name = 'a'\n")

    class Old(Driven):
        @classmethod
        def is_valid_root(cls, path):
            return True
    assert Old(str(tmp_path)).package.name == "a"
