"""Small tools for data: dictionaries, lazily computed attributes, metaclasses."""
from pkgrs.base.attrdict import AttrDictWrapper, RO_AttrDictWrapper, convert_dicts, get_object_completions
from pkgrs.base.descriptors import LazySingleton, cached_class_property, cached_property
from pkgrs.base.dicts import (
    DelayLoad, ModifyList, convert_json_safe, deep_del, deep_update, get_dict_diff, get_dict_diff_str, remove_nones,
)
from pkgrs.base.metaclasses import AttributeForwardMeta, LazyAttributeMeta

__all__ = [
    "AttrDictWrapper", "RO_AttrDictWrapper", "convert_dicts", "get_object_completions",
    "LazySingleton", "cached_class_property", "cached_property",
    "DelayLoad", "ModifyList", "convert_json_safe", "deep_del", "deep_update", "get_dict_diff",
    "get_dict_diff_str", "remove_nones",
    "AttributeForwardMeta", "LazyAttributeMeta",
]
