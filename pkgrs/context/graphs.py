"""Graphs as files and on the screen; Graphviz draws them."""
from __future__ import annotations

import os
import re
import sys

from pkgrs.base.digraph import accessibility, digraph
from pkgrs.base.dot import (
    _request_from_label, prune_graph, read_dot, read_graph_from_string, write_compacted, write_dot,
)
from pkgrs.base.launch import Popen
from pkgrs.config.config import config
from pkgrs.version.package_request import PackageRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional


__all__ = [
    "read_graph_from_string", "read_dot", "write_compacted", "write_dot", "prune_graph", "save_graph",
    "save_graph_object", "view_graph", "digraph", "accessibility", "PackageRequest", "_request_from_label",
]

_DOTTED_NAMES = re.compile(r"^[\w.]+(?: -> [\w.]+)?(?= |;|$)", re.MULTILINE)
FORMATS = frozenset((
    "bmp canon cgimage cmap cmapx cmapx_np dot dot_json eps exr fig gd gd2 gif gtk gv icns ico imap imap_np ismap jp2 "
    "jpe jpeg jpg json json0 mp pct pdf pic pict plain plain-ext png pov ps ps2 psd raw sgi svg svgz tga tif tiff tk "
    "vml vmlz vrml vt wbmp webp x11 xdot xdot1.2 xdot1.4 xdot_json xlib").split())


def save_graph(graph_str: str, dest_file: str, fmt: Optional[str] = None, image_ratio: Optional[float] = None) -> str:
    """Draw a graph into a file.

    Args:
        graph_str: The graph, in the dot language or in the compact form.
        dest_file: The file.
        fmt: A format that Graphviz writes; by default told by the file's extension, or `png`.
        image_ratio: Height of the image, in terms of its width.

    Returns:
        The format.

    Raises:
        RuntimeError: The text is no graph, or Graphviz does not write this format.
        FileNotFoundError: The program `dot` is not there.
    """
    if graph_str.startswith("{"):
        graph_str = write_dot(read_graph_from_string(graph_str))
    elif not graph_str.lstrip().startswith(("digraph", "graph", "strict", "/", "#")):
        raise RuntimeError("No graph generated")
    return _draw(graph_str, dest_file, fmt, image_ratio)


def save_graph_object(g: digraph, dest_file: str, fmt: Optional[str] = None,
                      image_ratio: Optional[float] = None) -> str:
    """Draw a graph object into a file. See `save_graph`."""
    return _draw(write_dot(g), dest_file, fmt, image_ratio)


def _draw(dot_text: str, dest_file: str, fmt: Optional[str], image_ratio: Optional[float]) -> str:
    import subprocess

    from pkgrs.base.replace import atomic_write
    from pkgrs.base.which import which_any

    fmt = fmt or os.path.splitext(dest_file)[1].lower().strip(".") or "png"
    if fmt not in FORMATS:
        raise RuntimeError("Unsupported graph format: '%s'" % fmt)
    program = which_any("dot")
    if program is None:
        raise FileNotFoundError(2, '"dot" not found in path.')

    # Names with dots, as packages and ephemerals have them, are none without quotes.
    dot_text = _DOTTED_NAMES.sub(lambda match: re.sub(r"[\w.]*\.[\w.]*", r'"\g<0>"', match.group()), dot_text)
    command = [program, "-T" + fmt]
    if image_ratio:
        command.append("-Gratio=%s" % image_ratio)
    process = Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    image, errors = process.communicate(dot_text.encode("utf-8"))
    if process.returncode:
        message = errors.decode("utf-8", "replace").strip()
        if "not recognized" in message:
            message = "Unsupported graph format: '%s'" % fmt
        raise RuntimeError(message)
    with atomic_write(dest_file, "wb") as stream:
        stream.write(image)
    return fmt


def view_graph(graph_str: str, dest_file: Optional[str] = None) -> None:
    """Draw a graph and open the image in the configured viewer; exits the process if there is no display.

    Args:
        graph_str: The graph, in the dot language or in the compact form.
        dest_file: The image; a temporary file if None.
    """
    from pkgrs.platform.system import system

    if system.platform == "linux" and not os.getenv("DISPLAY"):
        print("Unable to open display.", file=sys.stderr)
        sys.exit(1)

    path = _write_graph(graph_str, dest_file=dest_file)
    viewer = config.image_viewer or "browser"
    print("loading image viewer (%s)..." % viewer)
    if config.image_viewer:
        Popen([config.image_viewer, path]).wait()
    else:
        import webbrowser
        webbrowser.open_new("file://" + path)


def _write_graph(graph_str: str, dest_file: Optional[str] = None) -> str:
    if dest_file is None:
        import tempfile
        handle, dest_file = tempfile.mkstemp(prefix="resolve-dot-", suffix="." + config.dot_image_format)
        os.close(handle)
    print("rendering image to " + dest_file + "...")
    save_graph(graph_str, dest_file)
    return dest_file

