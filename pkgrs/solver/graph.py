"""The graph of a phase: what was requested, what is left of each family, and who requires what."""
from __future__ import annotations


from pkgrs.base.compact_graph import compact_text
from pkgrs.solver.phase import Phase
from pkgrs.solver.scope import PackageScope, Scope
from pkgrs.version.requirement import Requirement, RequirementList

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Collection, Dict, Iterator, List, Set, Tuple
    from pkgrs.base.digraph import digraph


FONT_SIZE = 10
NODE_COLOUR = "#F6F6F6"
REQUEST_COLOUR = "#FFFFAA"
SOLVED_COLOUR = "#AAFFAA"
EDGE = [("arrowsize", "0.5")]
MERGE_EDGE = [("arrowsize", "1"), ("arrowhead", "odot")]
REDUCTION_EDGE = [("arrowsize", "1"), ("fontsize", FONT_SIZE)]
FAILURE_EDGE = [("arrowsize", "1"), ("style", "bold"), ("color", "red"), ("fontcolor", "red")]


class PhaseGraph:
    """The graph of a phase, drawn when it is asked for. Called, it returns the graph.

    Args:
        prune_unfailed: Leave out what does not lead to the failure, if the phase failed.
    """

    __slots__ = ("_phase", "_prune_unfailed")

    def __init__(self, phase: Phase, prune_unfailed: bool = False) -> None:
        self._phase = phase
        self._prune_unfailed = prune_unfailed

    def __call__(self) -> digraph:
        return self._drawing().graph(self._prune_unfailed)

    def compact_text(self) -> str:
        """Return the text that `pkgrs.base.dot.write_compacted` would make of the graph."""
        return self._drawing().text(self._prune_unfailed)

    def _drawing(self) -> _Drawing:
        drawing = _Drawing(self._phase)
        drawing.draw()
        return drawing


class _Drawing:
    def __init__(self, phase: Phase) -> None:
        self.phase = phase
        self.scopes: Dict[str, Scope] = {scope.name: scope for scope in phase.scopes}
        self.nodes: Dict[str, List[Tuple[str, Any]]] = {}
        self.edges: Dict[Tuple[str, str], Tuple[str, List[Tuple[str, Any]]]] = {}
        self.request_nodes: Dict[str, str] = {}
        self.scope_nodes: Dict[str, str] = {}
        self.failed: Set[str] = set()

    def draw(self) -> None:
        """Enter all nodes and edges."""
        self._draw_scopes()
        required = self._draw_requirements()
        self._draw_merged(self._draw_extractions(), required)
        self._draw_failure()

    def graph(self, prune_unfailed: bool) -> digraph:
        """Return what was drawn."""
        from pkgrs.base.digraph import digraph
        kept = self._kept(prune_unfailed)
        graph = digraph()
        for node, attributes in self.nodes.items():
            if node in kept:
                graph.add_node(node, attrs=list(attributes))
        for (source, target), (label, attributes) in self.edges.items():
            if source in kept and target in kept:
                graph.add_edge((source, target), label=label, attrs=list(attributes))
        return graph

    def text(self, prune_unfailed: bool) -> str:
        """Return what was drawn as text, edges node by node."""
        kept = self._kept(prune_unfailed)
        by_source: Dict[str, List[str]] = {node: [] for node in self.nodes if node in kept}
        for source, target in self.edges:
            if source in kept and target in kept:
                by_source[source].append(target)

        def edges() -> Iterator[Any]:
            for source, targets in by_source.items():
                for target in targets:
                    yield ((source, target), *self.edges[source, target])
        return compact_text(((node, self.nodes[node]) for node in by_source), edges())

    def _kept(self, prune_unfailed: bool) -> Collection[str]:
        return self._leading_to_failure() if prune_unfailed and self.failed else self.nodes

    # -- nodes and edges

    def _node(self, label: str, colour: str, style: str) -> str:
        node = "_%d" % (len(self.nodes) + 1)
        self.nodes[node] = [("label", label), ("fontsize", FONT_SIZE), ("fillcolor", colour), ("style", style)]
        return node

    def _request_node(self, request: Any, colour: str = NODE_COLOUR) -> str:
        text = str(request)
        if text not in self.request_nodes:
            self.request_nodes[text] = self._node(text, colour, '"filled,dashed"')
        return self.request_nodes[text]

    def _edge(self, source: str, target: str) -> None:
        if source != target:
            self._draw_edge(source, target, "", EDGE)

    def _draw_edge(self, source: str, target: str, label: str, attributes: List[Tuple[str, Any]]) -> None:
        # one that is drawn again replaces the first, and comes last among the edges of its source
        self.edges.pop((source, target), None)
        self.edges[(source, target)] = (label, attributes)

    def _failure_edge(self, source: str, target: str, label: str = "CONFLICT") -> None:
        self._draw_edge(source, target, label, FAILURE_EDGE)
        self.failed.update((source, target))

    # -- steps

    def _draw_scopes(self) -> None:
        requests = [] if self.phase.work.requests.conflict else list(self.phase.work.requests)
        for request in requests:
            self._request_node(request, REQUEST_COLOUR)
        for scope in self.phase.scopes:
            if scope.is_conflict:
                self.scope_nodes[scope.name] = self._request_node(scope.request)
            elif is_solved(scope):
                label = scope.family.describe(scope.variant)  # type: ignore[attr-defined]
                self.scope_nodes[scope.name] = self._node(label, SOLVED_COLOUR, '"filled"')
            else:
                self.scope_nodes[scope.name] = self._node(str(scope), NODE_COLOUR, '"filled"')
        for request in requests:
            if request.name in self.scope_nodes:
                self._edge(self._request_node(request), self.scope_nodes[request.name])
        for scope in self.phase.scopes:
            if scope.is_conflict:
                # the node now stands for the scope: a requirement of the same text leads to it
                del self.request_nodes[str(scope.request)]

    def _draw_requirements(self) -> List[Tuple[str, Requirement]]:
        """Draw what the solved variants require."""
        result = []
        for scope in self.phase.scopes:
            if is_solved(scope):
                assert isinstance(scope, PackageScope)
                for requirement in scope.family.requirements_of(scope.variant):
                    node = self._request_node(requirement)
                    self._edge(self.scope_nodes[scope.name], node)
                    result.append((node, requirement))
        return result

    def _draw_extractions(self) -> Dict[str, Dict[str, Requirement]]:
        """Draw what was extracted. Returns the nodes by name of the required family."""
        result: Dict[str, Dict[str, Requirement]] = {}
        for (name, required), request in self.phase.extractions.items():
            if name in self.scope_nodes:
                node = self._request_node(request)
                self._edge(self.scope_nodes[name], node)
                result.setdefault(required, {})[node] = request
        return result

    def _draw_merged(self, extracted: Dict[str, Dict[str, Requirement]],
                     required: List[Tuple[str, Requirement]]) -> None:
        """Draw which scopes requirements lead to."""
        for name, requests in extracted.items():
            request: Any
            node, request = next(iter(requests.items()))
            if len(requests) > 1:
                merged = RequirementList(list(requests.values()))
                if merged.conflict:
                    for source, request in requests.items():
                        self._lead(source, request)
                    continue
                request = merged.get(name)
                node = self._request_node(request)
                for source in requests:
                    if source != node:
                        self._draw_edge(source, node, "", MERGE_EDGE)
            self._lead(node, request)
        for node, requirement in required:
            if node not in extracted.get(requirement.name, ()):
                self._lead(node, requirement)

    def _lead(self, node: str, requirement: Requirement) -> None:
        """Draw the edge from a requirement to what satisfies it."""
        scope = self.scopes.get(requirement.name)
        if scope is not None and not requirement.conflicts_with(scope.request):
            self._edge(node, self.scope_nodes[scope.name])

    def _draw_failure(self) -> None:
        reason = self.phase.failure_reason
        if reason is None:
            return
        from pkgrs.solver.reasons import Cycle, DependencyConflicts, TotalReduction
        if isinstance(reason, DependencyConflicts):
            for conflict in reason.conflicts:
                dependency = self._request_node(conflict.dependency)
                scope = self.scopes.get(conflict.conflicting_request.name)
                if scope is None:
                    self._failure_edge(dependency, self._request_node(conflict.conflicting_request))
                elif scope.is_conflict:
                    self._failure_edge(self.scope_nodes[scope.name], dependency)
                else:
                    if conflict.conflicting_request.conflicts_with(scope.request):
                        dependency = self._request_node(conflict.conflicting_request)
                    self._failure_edge(dependency, self.scope_nodes[scope.name])
        elif isinstance(reason, TotalReduction):
            for reduction in reason.reductions:
                self._draw_reduction(reduction, alone=len(reason.reductions) == 1)
        elif isinstance(reason, Cycle):
            nodes = [self.scope_nodes[package.name] for package in reason.packages]
            for source, target in zip(nodes, nodes[1:] + nodes[:1]):
                self._failure_edge(source, target, "CYCLE")

    def _draw_reduction(self, reduction: Any, alone: bool) -> None:
        source = self.scope_nodes[reduction.name]
        other = self.scope_nodes[reduction.conflicting_request.name]
        if alone:
            node = self._request_node(reduction.dependency)
            self._edge(source, node)
        else:
            node = self._node(str(reduction.dependency), NODE_COLOUR, '"filled,dashed"')
            self._draw_edge(source, node, reduction.reducee_str(), REDUCTION_EDGE)
        self._failure_edge(node, other)

    def _leading_to_failure(self) -> Set[str]:
        sources: Dict[str, List[str]] = {}
        for source, target in self.edges:
            sources.setdefault(target, []).append(source)
        kept = set(self.failed)
        pending = list(kept)
        while pending:
            for source in sources.get(pending.pop(), ()):
                if source not in kept:
                    kept.add(source)
                    pending.append(source)
        return kept


def is_solved(scope: Scope) -> bool:
    """Tell whether one variant is left in a scope, with nothing more to extract."""
    return isinstance(scope, PackageScope) and scope.single and not scope.extractable
