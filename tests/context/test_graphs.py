"""Graphs as files."""
import shutil

import pytest

from pkgrs.context import graphs

needs_graphviz = pytest.mark.skipif(not shutil.which("dot"), reason="Graphviz is not installed")


@needs_graphviz
@pytest.mark.parametrize("extension, beginning", [
    ("dot", b"digraph g {"), ("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_formats(resolve, tmp_path, extension, beginning):
    path = tmp_path / ("graph." + extension)
    assert graphs.save_graph(resolve("app").graph(as_dot=True), str(path)) == extension
    assert path.read_bytes().startswith(beginning)


@needs_graphviz
def test_compact_text_and_objects(resolve, tmp_path):
    context = resolve("app")
    graphs.save_graph(context.to_dict()["graph"], str(tmp_path / "a.svg"))
    graphs.save_graph_object(context.graph(), str(tmp_path / "b.svg"))
    assert (tmp_path / "a.svg").read_text().count("app&#45;1.0.0[]") == 1
    assert (tmp_path / "b.svg").read_text().count("app&#45;1.0.0[]") == 1


@needs_graphviz
def test_names_with_dots(resolve, tmp_path):
    path = tmp_path / "graph.svg"
    graphs.save_graph(resolve("app", ".feature-1").get_dependency_graph(as_dot=True), str(path))
    assert ".feature&#45;1" in path.read_text()


def test_format_by_argument_and_default(resolve, tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(graphs, "_draw", lambda text, path, fmt, ratio: seen.append(fmt))
    dot = resolve("plain").graph(as_dot=True)
    graphs.save_graph(dot, "x.svg", fmt="pdf")
    graphs.save_graph(dot, "x")
    assert seen == ["pdf", None]


@pytest.mark.parametrize("text, path, message", [
    ("digraph g {}", "x.xyz", "Unsupported graph format: 'xyz'"), ("junk", "x.dot", "No graph generated"),
    ("", "x.dot", "No graph generated")])
def test_refused(text, path, message):
    with pytest.raises(RuntimeError, match=message):
        graphs.save_graph(text, path)


def test_without_graphviz(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileNotFoundError, match='"dot" not found in path.'):
        graphs.save_graph("digraph g {}", str(tmp_path / "x.svg"))


def test_no_display(monkeypatch, capsys):
    from pkgrs.platform.system import system
    if system.platform != "linux":
        pytest.skip("displays are a matter of Linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(SystemExit) as error:
        graphs.view_graph("digraph g {}")
    assert error.value.code == 1 and capsys.readouterr().err == "Unable to open display.\n"


def test_prune(resolve):
    dot = resolve("app", "plain").graph(as_dot=True)
    pruned = graphs.prune_graph(dot, "lib")
    assert "app-1.0.0[]" in pruned and "plain" not in pruned
    with pytest.raises(ValueError, match="The package 'nonesuch' does not appear in the graph."):
        graphs.prune_graph(dot, "nonesuch")
