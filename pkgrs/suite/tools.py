"""Which tools the contexts of a suite give, under which names."""
from __future__ import annotations

from typing import Any, Dict, Iterable, List, Optional, Set, TypedDict


class Tool(TypedDict):
    """A tool of a suite. `variant` is a set if several packages of its context give it."""

    tool_name: str
    tool_alias: str
    context_name: str
    variant: Any
    hidden: bool
    conflicting: bool


class Context(TypedDict, total=False):
    """A context of a suite. `context` is there once it is loaded."""

    name: str
    context: Any
    tool_aliases: Dict[str, str]
    hidden_tools: Set[str]
    priority: int
    prefix_char: Optional[str]
    prefix: str
    suffix: str
    loaded: bool


class ToolTable:
    """The tools of a suite.

    Attributes:
        visible: Tools by alias: of several with one alias that of the context with the highest priority.
        conflicts: The others, by alias.
        hidden: The tools that the suite is told to hide.
    """

    def __init__(self) -> None:
        self.visible: Dict[str, Tool] = {}
        self.conflicts: Dict[str, List[Tool]] = {}
        self.hidden: List[Tool] = []

    def add_context(self, entry: Context, context: Any) -> None:
        """Add the tools of the packages that a context was asked for."""
        for variant, tool_names in context.get_tools(request_only=True).values():
            for tool_name in tool_names:
                self._add({
                    "tool_name": tool_name,
                    "tool_alias": alias_of(entry, tool_name),
                    "context_name": entry["name"],
                    "variant": variant,
                    "hidden": False,
                    "conflicting": False,
                }, is_hidden=tool_name in entry["hidden_tools"])

    def _add(self, tool: Tool, is_hidden: bool) -> None:
        if is_hidden:
            self.hidden.append(tool)
            return
        winner = self.visible.setdefault(tool["tool_alias"], tool)
        if winner is tool:
            return
        if winner["context_name"] == tool["context_name"]:
            variants = winner["variant"] if isinstance(winner["variant"], set) else {winner["variant"]}
            winner["variant"] = variants | {tool["variant"]}
        else:
            self.conflicts.setdefault(tool["tool_alias"], []).append(tool)


Tool.__module__ = Context.__module__ = "rez.suite"


def alias_of(entry: Context, tool_name: str) -> str:
    """Get the name under which a suite has a context's tool."""
    alias = entry["tool_aliases"].get(tool_name)
    if alias is None:
        return "%s%s%s" % (entry.get("prefix", ""), tool_name, entry.get("suffix", ""))
    return alias


def make_tool_table(entries: Iterable[Context], get_context: Any) -> ToolTable:
    """Get the tools of contexts.

    Args:
        entries: The contexts.
        get_context: Returns the context of a name.
    """
    table = ToolTable()
    for entry in sorted(entries, key=lambda entry: entry["priority"], reverse=True):
        table.add_context(entry, get_context(entry["name"]))
    return table
