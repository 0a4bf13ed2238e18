"""Requirements: a name and a range of versions; and lists of them."""
from __future__ import annotations

from pkgrs.base.patterns import PatternAttribute
from pkgrs.version.common import _Common, instance_state, set_instance_state
from pkgrs.version.range import VersionRange
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, Iterator, List, Optional, Set, Tuple, Union


__all__ = ["Requirement", "RequirementList", "VersionedObject"]


# what ends the name in a requirement
_SEPARATORS = "-@#=<>"


class VersionedObject(_Common):
    """A name and a version, such as `foo-1.2`.

    Args:
        s: Name, then `-`, `@` or `#` and the version, if any.

    Raises:
        VersionError: If the version is not valid.
    """

    __slots__ = ("name_", "version_", "sep_", "__dict__", "__weakref__")
    __module__ = "rez.version._requirement"

    sep_regex_str = r"[-@#]"
    sep_regex: Any = PatternAttribute(sep_regex_str)

    def __init__(self, s: str) -> None:
        self.name_: Any = None
        self.version_: Any = None
        self.sep_ = "-"
        if s is None:
            return
        match = self.sep_regex.search(s)
        if match:
            self.name_ = s[:match.start()]
            self.version_ = Version(s[match.end():])
            self.sep_ = match.group()
        else:
            self.name_ = s
            self.version_ = Version("")

    @classmethod
    def construct(cls, name: str, version: Optional[Version] = None) -> "VersionedObject":
        """Make one from a name and a version; None stands for the empty version."""
        other = VersionedObject.__new__(VersionedObject)
        other.name_ = name
        other.version_ = Version() if version is None else version
        other.sep_ = "-"
        return other

    @property
    def name(self) -> str:
        """The name."""
        return self.name_

    @property
    def version(self) -> Version:
        """The version; empty if there is none."""
        return self.version_

    def as_exact_requirement(self) -> str:
        """Return a requirement, as text, that only this version fulfils."""
        return "%s==%s" % (self.name_, self.version_) if self.version_ else self.name_

    def __eq__(self, other: object) -> bool:
        return (isinstance(other, VersionedObject)
                and self.name_ == other.name_ and self.version_ == other.version_)

    def __hash__(self) -> int:
        return hash((self.name_, self.version_))

    def __str__(self) -> str:
        return self.name_ + self.sep_ + str(self.version_) if self.version_ else self.name_

    def __getstate__(self) -> Dict[str, Any]:
        return instance_state(self, ("name_", "version_", "sep_"))

    def __setstate__(self, state: Dict[str, Any]) -> None:
        set_instance_state(self, state)


_STATE = ("name_", "range_", "negate_", "conflict_", "_str", "sep_")


class Requirement(_Common):
    """A requirement on something that has versions.

    `foo-1+` requires a version in that range; `!foo-1+` forbids these; `~foo-1+` does not require `foo`, but if it is
    there, its version must be in the range. The last two are conflict requirements.

    Args:
        s: Text of the requirement. Before the range stands `-`, `@` or `#`, or one of its own operators.
        invalid_bound_error: Raise an error if a lower bound is above its upper one.

    Raises:
        VersionError: If the range is not valid.
    """

    # range_ is the forbidden range of a conflict requirement; None if that is empty (`~foo`)
    __slots__ = _STATE + ("__dict__", "__weakref__")
    __module__ = "rez.version._requirement"

    sep_regex: Any = PatternAttribute("[%s]" % _SEPARATORS)

    def __init__(self, s: Optional[str], invalid_bound_error: bool = True) -> None:
        self.name_: Any = None
        self.range_: Any = None
        self.negate_ = False
        self.conflict_ = False
        self._str: Optional[str] = None
        self.sep_ = "-"
        if s is None:
            return
        self.negate_ = s.startswith("~")
        self.conflict_ = self.negate_ or s.startswith("!")
        if self.conflict_:
            s = s[1:]
        start = 0
        for character in s:
            if character in _SEPARATORS:
                break
            start += 1
        else:
            self.name_ = s
            self.range_ = None if self.negate_ else VersionRange()
            return
        self.name_ = s[:start]
        if s[start] in "-@#":
            self.sep_ = s[start]
            start += 1
        self.range_ = VersionRange(s[start:], invalid_bound_error=invalid_bound_error)
        if self.negate_:
            self.range_ = self.range_.inverse()

    @classmethod
    def construct(cls, name: str, range: Optional[VersionRange] = None) -> "Requirement":
        """Make a requirement from a name and a range; None stands for all versions."""
        return _make(name, VersionRange() if range is None else range)

    @property
    def name(self) -> str:
        """The name."""
        return self.name_

    @property
    def range(self) -> VersionRange:
        """The range: what is required, or, of a conflict requirement, forbidden. None if nothing is forbidden."""
        return self.range_

    @property
    def conflict(self) -> bool:
        """Whether the requirement forbids its range: `!foo`, `~foo`."""
        return self.conflict_

    @property
    def weak(self) -> bool:
        """Whether the requirement was written as a weak one: `~foo`."""
        return self.negate_

    def conflicts_with(self, other: Union["Requirement", VersionedObject]) -> bool:
        """Tell whether the other requirement, or the object, cannot go together with this one."""
        if isinstance(other, Requirement):
            if self.name_ != other.name_ or self.range is None or other.range is None:
                return False
            if self.conflict:
                return not other.conflict and self.range.issuperset(other.range)
            if other.conflict:
                return other.range.issuperset(self.range)
            return not self.range.intersects(other.range)
        if self.name_ != other.name_ or self.range is None:
            return False
        return (other.version_ in self.range) == self.conflict

    def merged(self, other: "Requirement") -> Optional["Requirement"]:
        """Return one requirement that says what both say. None if they conflict, or have different names."""
        if self.name_ != other.name_:
            return None
        if self.range is None:
            return other
        if other.range is None:
            return self
        if self.conflict and other.conflict:
            range_ = self.range.union(other.range)
            result = _make(self.name_, range_, True, self.sep_)
            # two weak requirements that no version can fulfil leave the plain conflict `!foo`
            result.negate_ = self.negate_ and other.negate_ and not range_.is_any()
            return result
        remaining: Optional[VersionRange]
        sep = self.sep_
        if self.conflict:
            remaining = other.range - self.range
            sep = other.sep_
        elif other.conflict:
            remaining = self.range - other.range
        else:
            remaining = self.range & other.range
        return None if remaining is None else _make(self.name_, remaining, False, sep)

    def safe_str(self) -> str:
        """Return a text that is safe as part of a file name, and differs between different requirements."""
        return str(self)

    def __eq__(self, other: object) -> bool:
        return (isinstance(other, Requirement) and self.name_ == other.name_
                and self.conflict_ == other.conflict_ and self.range_ == other.range_)

    def __hash__(self) -> int:
        return hash(str(self))

    def __str__(self) -> str:
        if self._str is None:
            range_ = self.range_
            if self.negate_ and range_ is not None:
                range_ = range_.inverse()
            text = "" if range_ is None else str(range_)
            sep = self.sep_ if text and text[0] not in "=<>" else ""
            self._str = ("~" if self.negate_ else "!" if self.conflict_ else "") + self.name_ + sep + text
        return self._str

    def __getstate__(self) -> Dict[str, Any]:
        return instance_state(self, _STATE)

    def __setstate__(self, state: Dict[str, Any]) -> None:
        set_instance_state(self, state)


def _make(name: str, range_: VersionRange, conflict: bool = False, sep: str = "-") -> Requirement:
    result = Requirement.__new__(Requirement)
    result.name_ = name
    result.range_ = range_
    result.conflict_ = conflict
    result.negate_ = False
    result.sep_ = sep
    result._str = None
    return result


class RequirementList(_Common):
    """Requirements merged into one for each name, in the order in which the names first appear.

    Args:
        requirements: The requirements.
    """

    __slots__ = ("requirements_", "conflict_", "requirements_dict", "names_", "conflict_names_", "__dict__", "__weakref__")
    __module__ = "rez.version._requirement"
    __hash__ = None  # type: ignore

    def __init__(self, requirements: Iterable[Requirement]) -> None:
        self.requirements_: List[Requirement] = []
        self.conflict_: Optional[Tuple[Requirement, Requirement]] = None
        self.requirements_dict: Dict[str, Requirement] = {}
        self.names_: Set[str] = set()
        self.conflict_names_: Set[str] = set()
        merged = self.requirements_dict
        for requirement in requirements:
            existing = merged.get(requirement.name)
            if existing is None:
                merged[requirement.name] = requirement
                continue
            both = existing.merged(requirement)
            if both is None:
                self.conflict_ = (existing, requirement)
                return
            merged[requirement.name] = both
        for name, requirement in merged.items():
            self.requirements_.append(requirement)
            (self.conflict_names_ if requirement.conflict else self.names_).add(name)

    @property
    def requirements(self) -> List[Requirement]:
        """The merged requirements; none if there is a conflict."""
        return self.requirements_

    @property
    def conflict(self) -> Optional[Tuple[Requirement, Requirement]]:
        """The first two requirements that cannot go together, None if there is no conflict."""
        return self.conflict_

    @property
    def names(self) -> Set[str]:
        """The names that are required."""
        return self.names_

    @property
    def conflict_names(self) -> Set[str]:
        """The names of conflict requirements."""
        return self.conflict_names_

    def get(self, name: str) -> Optional[Requirement]:
        """Return the merged requirement of that name, None if there is none."""
        return self.requirements_dict.get(name)

    def __eq__(self, other: object) -> bool:
        return (isinstance(other, RequirementList) and self.requirements_ == other.requirements_
                and self.conflict_ == other.conflict_)

    def __iter__(self) -> Iterator[Requirement]:
        return iter(self.requirements_)

    def __str__(self) -> str:
        if self.conflict_:
            return "%s <--!--> %s" % self.conflict_
        return " ".join(map(str, self.requirements_))

    def __getstate__(self) -> Dict[str, Any]:
        return instance_state(self, RequirementList.__slots__[:-2])

    def __setstate__(self, state: Dict[str, Any]) -> None:
        set_instance_state(self, state)
