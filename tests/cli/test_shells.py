"""The shells that an option may name."""
from pkgrs.cli.shells import ShellChoices
from pkgrs.plugin.manager import plugin_manager


def test_shells_beyond_rez_are_taken_but_not_listed(monkeypatch):
    monkeypatch.setattr(plugin_manager, "get_plugins", lambda kind: ["bash", "fish", "nushell"])
    choices = ShellChoices("dict")
    assert list(choices) == ["bash", "dict"] and len(choices) == 2 and choices[1] == "dict"
    assert "fish" in choices and "nushell" in choices and "dict" in choices and "none" not in choices
