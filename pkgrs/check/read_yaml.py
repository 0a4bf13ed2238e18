"""Reading package.yaml files, without making anything but plain data of them."""
from __future__ import annotations

from typing import Any, Dict, List, Set, Tuple

from pkgrs.check.document import UNKNOWN, Document, Item, Repeated
from pkgrs.check.finding import CheckError
from pkgrs.check.read_python import read_code
from pkgrs.definition.source import package_rex_keys

# Aliases can make a short text stand for more data than fits anywhere.
_LARGEST = 100000


def read_yaml(path: str, content: bytes) -> Document:
    """Read a definition.

    Args:
        path: The file.
        content: What is in it.

    Raises:
        yaml.YAMLError: It is not YAML.
        ValueError: It is no mapping.
        CheckError: It is too large.
    """
    import yaml
    loader: Any = yaml.SafeLoader(content)
    try:
        root = loader.get_single_node()
        document = Document(path)
        if root is None:
            return document
        if not isinstance(root, yaml.MappingNode):
            raise ValueError("it is a %s" % root.id)
        reader = _Reader(loader)
        if reader.size(root, ()) > _LARGEST:
            raise CheckError("%s: it holds more than %d values" % (path, _LARGEST))
        reader.add_attributes(document, root)
        return document
    finally:
        loader.dispose()


class _Reader:
    def __init__(self, loader: Any) -> None:
        self.loader = loader
        self._sizes: Dict[int, int] = {}

    def size(self, node: Any, above: Tuple[int, ...]) -> int:
        """How many values a node stands for; very many if it holds itself."""
        if id(node) in above:
            return _LARGEST + 1
        if id(node) not in self._sizes:
            inner = (*above, id(node))
            self._sizes[id(node)] = 1 + sum(self.size(child, inner) for child in _children(node))
        return self._sizes[id(node)]

    def add_attributes(self, document: Document, root: Any) -> None:
        import yaml
        seen: Set[str] = set()
        for key_node, value_node in root.value:
            if not isinstance(key_node, yaml.ScalarNode):
                document.is_open = True
                continue
            key, line = key_node.value, key_node.start_mark.line + 1
            if key == "<<":
                document.is_open = True
                continue
            if key in seen:
                document.repeated.append(Repeated(key, document.attributes[key].key_line, line))
            seen.add(key)
            item = self.item(value_node)
            document.attributes[key] = Item(item.value, item.line, line)
            if key in package_rex_keys and isinstance(item.value, str):
                block = value_node.style == "|"
                read_code(document, key, item.value, value_node.start_mark.line + 1,
                          value_node.start_mark.line + 1 if block else None)

    def item(self, node: Any) -> Item:
        """The value of a node."""
        import yaml
        line = node.start_mark.line + 1
        if isinstance(node, yaml.SequenceNode):
            return Item([self.item(child) for child in node.value], line)
        if isinstance(node, yaml.MappingNode):
            pairs = {}
            for key, value in node.value:
                item = self.item(value)
                pairs[self.item(key).plain() if isinstance(key, yaml.ScalarNode) else UNKNOWN] = \
                    Item(item.value, item.line, key.start_mark.line + 1)
            return Item(pairs, line)
        try:
            return Item(self.loader.construct_object(node), line)
        except (yaml.YAMLError, ValueError):
            return Item(UNKNOWN, line)


def _children(node: Any) -> List[Any]:
    import yaml
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return []
