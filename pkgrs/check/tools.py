"""The rule about tools: each is to be in a folder that the package adds to PATH."""
from __future__ import annotations

import ast
import os
from typing import Iterator, List, Optional

from pkgrs.check.commands import env_uses
from pkgrs.check.document import UNKNOWN, Document, Place
from pkgrs.check.finding import Finding
from pkgrs.check.rules import finding

_ROOTS = ("{root}", "{this.root}")
_SUFFIXES = ("", ".exe", ".bat", ".cmd", ".ps1", ".com")


def check_tools(document: Document, place: Place) -> Iterator[Finding]:
    """Check the tools of a package in a repository, as far as its definition says where they are."""
    tools = document.get("tools")
    if not place.is_installed or place.is_combined or tools is None or document.get("base") is not None:
        return
    folders = _path_folders(document)
    if not folders:
        return
    roots = _roots(document, place)
    for tool in tools.texts():
        for root in roots:
            if not any(_is_there(os.path.join(root, folder), tool.value) for folder in folders):
                yield finding("missing-tool", document.path, tool.line, "%s is in none of %s" % (
                    tool.value, ", ".join(os.path.join(root, folder) for folder in folders)))
                break


def _is_there(folder: str, name: str) -> bool:
    return any(os.path.lexists(os.path.join(folder, name + suffix)) for suffix in _SUFFIXES)


def _path_folders(document: Document) -> Optional[List[str]]:
    """Folders within the payload that commands add to PATH; None if there are others, or aliases."""
    folders = []
    for function in document.functions:
        if function.kind != "commands":
            continue
        for node in function.nodes():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("alias", "source"):
                return None
        for use in env_uses(function):
            if use.name.upper() != "PATH":
                continue
            text = use.value.value if isinstance(use.value, ast.Constant) else None
            root = next((root for root in _ROOTS if isinstance(text, str) and text.startswith(root)), None)
            if root is None or "{" in str(text)[len(root):] or "$" in str(text):
                return None
            folders.append(str(text)[len(root):].strip("/"))
    return folders


def _roots(document: Document, place: Place) -> List[str]:
    """The payloads that are there; none if that can't be told."""
    item = document.get("variants")
    variants = item.plain() if item is not None else []
    hashed = document.attributes.get("hashed_variants")
    if not variants:
        roots = [] if "variants" in document.keys() and variants != [] else [place.folder]
    elif hashed is not None or not isinstance(variants, list) or any(
            not isinstance(variant, list) or UNKNOWN in variant for variant in variants):
        return []
    else:
        roots = [os.path.join(place.folder, *map(str, variant)) for variant in variants]
    return [root for root in roots if os.path.isdir(root)]
