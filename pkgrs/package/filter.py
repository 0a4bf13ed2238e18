"""Package filters: rules that keep packages out of searches and resolves."""
from __future__ import annotations

from pkgrs.base.descriptors import cached_class_property, cached_property
from pkgrs.config.config import config
from pkgrs.package.filter_rules import GlobRule, RangeRule, RegexRule, RegexRuleBase, Rule, TimestampRule
from pkgrs.package.find import iter_packages
from pkgrs.package.found_empty import take
from pkgrs.version.range import VersionRange

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional, Tuple, Type, TypeVar, Union
    from pkgrs.package.model import Package

    BaseT = TypeVar("BaseT", bound="PackageFilterBase")
    Rules = Dict[Optional[str], List[Rule]]


__all__ = [
    "GlobRule", "PackageFilter", "PackageFilterBase", "PackageFilterList", "RangeRule", "RegexRule", "RegexRuleBase",
    "Rule", "TimestampRule", "no_filter"]


class PackageFilterBase:
    """Base of package filters."""

    __module__ = "rez.package_filter"

    def excludes(self, package: "Package") -> Optional[Rule]:
        """Return the rule that excludes the package, None if none does."""
        raise NotImplementedError

    def add_exclusion(self, rule: Rule) -> None:
        """Add a rule; packages that match it are excluded."""
        raise NotImplementedError

    def add_inclusion(self, rule: Rule) -> None:
        """Add a rule; packages that match it are not excluded, whatever the other rules say."""
        raise NotImplementedError

    @classmethod
    def from_pod(cls: Type[BaseT], data: Any) -> BaseT:
        """Make a filter of what `to_pod` returns."""
        raise NotImplementedError

    def to_pod(self) -> Any:
        """Return the filter as lists, dictionaries and strings."""
        raise NotImplementedError

    def iter_packages(self, name: str, range_: Union[VersionRange, str, None] = None,
                      paths: Optional[List[str]] = None) -> Iterator["Package"]:
        """Iterate over the packages of a name that the filter does not exclude, in no particular order.

        Args:
            name: Name of the packages.
            range_: Versions to search for, all by default.
            paths: Package search paths, by default those of the setting `packages_path`.
        """
        for package in iter_packages(name, range_, paths):
            if not self.excludes(package):
                yield package

    @property
    def sha1(self) -> str:
        """Hash of the rules, in hexadecimal digits."""
        from hashlib import sha1
        return sha1(str(self).encode("utf-8")).hexdigest()

    def __repr__(self) -> str:
        return "%s(%s)" % (type(self).__name__, str(self))


class PackageFilter(PackageFilterBase):
    """Exclusion and inclusion rules.

    A package is excluded if it matches an exclusion rule and no inclusion rule.
    """

    __module__ = "rez.package_filter"

    def __init__(self) -> None:
        # rules that apply to one family stand under its name, the others under None
        self._excludes: Rules = {}
        self._includes: Rules = {}

    def excludes(self, package: "Package") -> Optional[Rule]:
        """Return the rule that excludes the package, None if none does."""
        if not self._excludes:
            return None
        excluding = _first_match(self._excludes, package)
        if excluding and self._includes and _first_match(self._includes, package):
            return None
        return excluding

    def add_exclusion(self, rule: Rule) -> None:
        """Add a rule; packages that match it are excluded."""
        self._add_rule(self._excludes, rule)

    def add_inclusion(self, rule: Rule) -> None:
        """Add a rule; packages that match it are not excluded, whatever the other rules say."""
        self._add_rule(self._includes, rule)

    def _add_rule(self, rules_dict: Rules, rule: Rule) -> None:
        rules = rules_dict.setdefault(rule.family(), [])
        rules.append(rule)
        rules.sort(key=lambda rule: rule.cost())
        self.__dict__.pop("cost", None)

    def copy(self) -> "PackageFilter":
        """Return a copy."""
        return self & PackageFilter()

    def __and__(self, other: "PackageFilter") -> "PackageFilter":
        """Return a filter with the rules of both."""
        result = PackageFilter()
        for source in (self, other):
            for rules in source._excludes.values():
                for rule in rules:
                    result.add_exclusion(rule)
            for rules in source._includes.values():
                for rule in rules:
                    result.add_inclusion(rule)
        return result

    def __bool__(self) -> bool:
        return bool(self._excludes)

    @cached_property
    def cost(self) -> float:
        """About how long it takes to test a package. Rules for one family count a tenth."""
        total = 0.0
        for family, rules in self._excludes.items():
            cost = float(sum(rule.cost() for rule in rules))
            total += cost / 10 if family else cost
        return total

    @classmethod
    def from_pod(cls, data: Dict[str, Any]) -> "PackageFilter":
        """Make a filter of rules, each as text.

        Args:
            data: Dictionary that may have the keys `excludes` and `includes`: each a rule or a list of these.

        Raises:
            ConfigurationError: If a rule is not valid.
        """
        result = PackageFilter()
        for key, add in (("excludes", result.add_exclusion), ("includes", result.add_inclusion)):
            texts = data.get(key)
            if not texts:
                continue
            for text in [texts] if isinstance(texts, str) else texts:
                add(Rule.parse_rule(text))
        return result

    def to_pod(self) -> Dict[str, List[str]]:
        """Return the rules as text."""
        data = {}
        for key, rules_dict in (("excludes", self._excludes), ("includes", self._includes)):
            if rules_dict:
                data[key] = [str(rule) for rules in rules_dict.values() for rule in rules]
        return data

    def __str__(self) -> str:
        return str((_sorted_rules(self._excludes), _sorted_rules(self._includes)))


def _first_match(rules_dict: Rules, package: "Package") -> Optional[Rule]:
    for key in (package.name, None):
        for rule in rules_dict.get(key, ()):
            if rule.match(package):
                return rule
    return None


def _sorted_rules(rules_dict: Rules) -> List[Tuple[Optional[str], List[Rule]]]:
    return sorted(rules_dict.items(), key=lambda item: item[0] or "")


class PackageFilterList(PackageFilterBase):
    """Filters that each may exclude a package. They are kept in order of their costs when they were added."""

    __module__ = "rez.package_filter"

    def __init__(self) -> None:
        self.filters: List[PackageFilter] = []

    def add_filter(self, package_filter: PackageFilter) -> None:
        """Add a filter."""
        self.filters.append(package_filter)
        self.filters.sort(key=lambda package_filter: package_filter.cost)

    def add_exclusion(self, rule: Rule) -> None:
        """Add an exclusion rule to the last filter; make one if there is none."""
        if self.filters:
            self.filters[-1].add_exclusion(rule)
        else:
            package_filter = PackageFilter()
            package_filter.add_exclusion(rule)
            self.add_filter(package_filter)

    def add_inclusion(self, rule: Rule) -> None:
        """Add an inclusion rule to each filter."""
        for package_filter in self.filters:
            package_filter.add_inclusion(rule)

    def excludes(self, package: "Package") -> Optional[Rule]:
        """Return the first rule that excludes the package, None if none does."""
        for package_filter in self.filters:
            rule = package_filter.excludes(package)
            if rule:
                return rule
        return None

    def copy(self) -> "PackageFilterList":
        """Return a copy."""
        result = PackageFilterList()
        result.filters = [package_filter.copy() for package_filter in self.filters]
        return result

    @classmethod
    def from_pod(cls, data: List[Dict[str, Any]]) -> "PackageFilterList":
        """Make filters of a list of what `PackageFilter.from_pod` takes.

        Raises:
            ConfigurationError: If a rule is not valid.
        """
        result = PackageFilterList()
        for item in data:
            result.add_filter(PackageFilter.from_pod(item))
        return result

    def to_pod(self) -> List[Dict[str, List[str]]]:
        """Return the rules of the filters as text."""
        return [package_filter.to_pod() for package_filter in self.filters]

    def __bool__(self) -> bool:
        return any(self.filters)

    def __str__(self) -> str:
        return str(tuple(sorted(self.filters, key=lambda package_filter: package_filter.cost)))

    @cached_class_property
    def singleton(cls) -> "PackageFilterList":
        """The filters of the setting `package_filter`."""
        setting = None if take("package_filter") else config.package_filter
        if setting is None:
            return PackageFilterList()
        return PackageFilterList.from_pod([setting] if isinstance(setting, dict) else setting)


#: Filters that exclude nothing.
no_filter = PackageFilterList()
