"""The settings by name."""
from __future__ import annotations


from pkgrs.base.schema import Schema
from pkgrs.config import settings as kinds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, Type


SETTINGS: Dict[str, Type[kinds.Setting]] = {}


def _add(kind: Type[kinds.Setting], names: str) -> None:
    for name in names.split():
        SETTINGS[name] = kind


_add(kinds.PathList, """
    packages_path plugin_path bind_module_path standard_system_paths package_definition_build_python_paths""")
_add(kinds.OptionalDict, """
    platform_map default_relocatable_per_package default_relocatable_per_repository
    default_cachable_per_package default_cachable_per_repository""")
_add(kinds.OptionalBool, "default_cachable")
_add(kinds.StrList, """
    implicit_packages parent_variables resetting_variables release_hooks context_tracking_context_fields
    pathed_env_vars""")
_add(kinds.Bool, "prompt_release_message")
_add(kinds.OptionalStrList, """
    critical_styles error_styles warning_styles info_styles debug_styles heading_styles local_styles
    implicit_styles ephemeral_styles alias_styles memcached_uri pip_extra_args""")
_add(kinds.PipInstallRemaps, "pip_install_remaps")
_add(kinds.Str, """
    local_packages_path release_packages_path dot_image_format build_directory default_build_process
    documentation_url""")
_add(kinds.SuiteVisibility_, "suite_visibility")
_add(kinds.RezToolsVisibility_, "rez_tools_visibility")
_add(kinds.ExecutableScriptMode_, "create_executable_script_mode")
_add(kinds.Char, "suite_alias_prefix_char")
_add(kinds.OptionalStr, """
    cache_packages_path package_definition_python_path tmpdir context_tmpdir default_shell
    terminal_emulator_command editor image_viewer difftool browser critical_fore critical_back error_fore
    error_back warning_fore warning_back info_fore info_back debug_fore debug_back heading_fore heading_back
    local_fore local_back implicit_fore implicit_back ephemeral_fore ephemeral_back alias_fore alias_back""")
_add(kinds.OptionalStrOrFunction, "package_preprocess_function")
_add(kinds.PreprocessMode_, "package_preprocess_mode")
_add(kinds.Bool, "error_on_missing_variant_requires")
_add(kinds.OptionalStr, "context_tracking_host variant_shortlinks_dirname")
_add(kinds.BuildThreadCount_, "build_thread_count")
_add(kinds.Int, """
    resource_caching_maxsize max_package_changelog_chars max_package_changelog_revisions
    memcached_package_file_min_compress_len memcached_context_file_min_compress_len
    memcached_listdir_min_compress_len memcached_resolve_min_compress_len shell_error_truncate_cap
    package_cache_log_days package_cache_max_variant_days package_cache_space_buffer
    package_cache_used_threshold""")
_add(kinds.Float, "package_cache_clean_limit")
_add(kinds.Bool, """
    allow_unversioned_packages package_cache_during_build package_cache_local package_cache_same_device
    package_cache_async""")
_add(kinds.ForceOrBool, "color_enabled")
_add(kinds.Bool, """
    resolve_caching cache_package_files cache_listdir prune_failed_graph all_parent_variables
    all_resetting_variables package_commands_sourced_first use_variant_shortlinks warn_shell_startup
    warn_untimestamped warn_all warn_none debug_file_loads debug_plugins debug_package_release
    debug_bind_modules debug_resources debug_package_exclusions debug_memcache debug_resolve_memcache
    debug_context_tracking debug_shell_startup debug_all debug_none quiet show_progress catch_rex_errors
    default_relocatable set_prompt prefix_prompt warn_old_commands error_old_commands debug_old_commands
    rez_1_environment_variables disable_rez_1_compatibility make_package_temporarily_writable
    read_package_cache write_package_cache""")
_add(kinds.Dict, "env_var_separators")
_add(kinds.VariantSelectMode_, "variant_select_mode")
_add(kinds.OptionalDictOrDictList, "package_filter package_orderers")
_add(kinds.OptionalDict, """
    new_session_popen_args context_tracking_amqp context_tracking_extra_fields optionvars""")
_add(kinds.Bool, "use_pyside use_pyqt gui_threads")


config_schema = Schema(SETTINGS)
