"""Scenario files: what they may say, and the one line that names what is wrong."""
import pytest
from parity.model import ScenarioError, load_scenarios

GOOD = '''
[world]
copy = { packages = "packages" }
[world.files]
"a/b" = "text"
[[scenario]]
name = "one"
resolve = ["foo"]
[[scenario]]
name = "two"
fresh = true
steps = [{ cli = ["rez"] }, { config = true }]
'''


def test_load(tmp_path):
    (tmp_path / "file.toml").write_text(GOOD)
    one, two = load_scenarios(tmp_path)
    assert (one.name, one.fresh, [s.kind for s in one.steps]) == ("file/one", False, ["resolve"])
    assert (two.name, two.fresh, [s.kind for s in two.steps]) == ("file/two", True, ["cli", "config"])
    assert one.world.files == {"a/b": "text"}
    assert [s.name for s in load_scenarios(tmp_path, ["tw"])] == ["file/two"]


@pytest.mark.parametrize("text, cause", [
    ("[[scenario]\n", "Expected"),
    ("[world]\nfolders = 1\n", "unknown world key folders"),
    ('[[scenario]]\nname = "x"\n', "exactly one of"),
    ('[[scenario]]\nname = "x"\nresolve = []\nconfig = true\n', "exactly one of"),
    ('[[scenario]]\nname = "x"\nconfig = true\n[[scenario]]\nname = "x"\nconfig = true\n', "same name: file/x"),
])
def test_bad_file_is_named(tmp_path, text, cause):
    (tmp_path / "file.toml").write_text(text)
    with pytest.raises(ScenarioError) as caught:
        load_scenarios(tmp_path)
    assert cause in str(caught.value)
    assert "file" in str(caught.value)
