# rez_find_packages([NAME...] PREFIX PREFIX [REQUIRED] [AUTO] [INCLUDE_DIRS_NO_SYSTEM])
#
# Finds what is needed to compile and link against packages of the build environment: those named, or all. For each
# there is
#
#   - a CMake module <name>.cmake on the module path, such as rez_install_cmake() writes. It sets <name>_INCLUDE_DIRS,
#     <name>_LIBRARY_DIRS, <name>_LIBRARIES and <name>_DEFINITIONS, and if <name>_USE_SYSTEM_INCLUDE_DIRS is true
#     the include folders are the system's, which keeps the compiler from warning of what is in them. What it makes
#     of <name>_COMPONENTS and <name>_STATIC, which the project may set beforehand, is its own affair;
#   - or else a file <name>.pc that pkg-config finds, with one <name>_<component>.pc for each entry of
#     <name>_COMPONENTS. With <name>_STATIC set, its static libraries are taken where there are any.
#
# A package that has neither is passed over, unless REQUIRED is given.
#
# The results are joined in <PREFIX>_INCLUDE_DIRS, <PREFIX>_SYSTEM_INCLUDE_DIRS, <PREFIX>_LIBRARY_DIRS,
# <PREFIX>_LIBRARIES and <PREFIX>_DEFINITIONS. AUTO also puts them to use, but for the libraries.
# INCLUDE_DIRS_NO_SYSTEM makes no include folder a system one.

if(NOT REZ_BUILD_ENV)
    message(FATAL_ERROR "Include RezBuild, not this cmake module directly.")
endif()

include(Utils)
include(FindPkgConfig)
include(FindStaticLibs)

macro(rez_find_packages)
    message("rez_find_packages: in ${CMAKE_CURRENT_SOURCE_DIR}")
    message("----------------------------------------------------------------")
    parse_arguments(DFP "PREFIX" "REQUIRED;AUTO;INCLUDE_DIRS_NO_SYSTEM" ${ARGN})
    if(NOT DFP_PREFIX)
        message(FATAL_ERROR "need to specify PREFIX in call to rez_find_packages")
    endif()
    set(_rfp_names ${DFP_DEFAULT_ARGS})
    if(NOT _rfp_names)
        set(_rfp_names ${REZ_BUILD_ALL_PKGS})
        list(REMOVE_DUPLICATES _rfp_names)
    endif()
    foreach(_rfp_kind INCLUDE_DIRS SYSTEM_INCLUDE_DIRS LIBRARY_DIRS LIBRARIES DEFINITIONS)
        set(${DFP_PREFIX}_${_rfp_kind})
    endforeach()

    foreach(_rfp_name ${_rfp_names})
        _rez_find_module(${_rfp_name} _rfp_module)
        if(_rfp_module)
            include("${_rfp_module}")
            _rez_take_package(${_rfp_name} "${Green}rez_find_packages: included ${BoldGreen}${_rfp_name}.cmake${ColourReset}")
        elseif(PKG_CONFIG_FOUND)
            _rez_take_pkg_config(${_rfp_name})
        elseif(DFP_REQUIRED)
            message(FATAL_ERROR "cmake module nor pkgconfig file could be found for package ${_rfp_name}")
        endif()
    endforeach()

    if(DFP_AUTO)
        _rez_use_packages(${DFP_PREFIX})
    endif()
endmacro()

# The path of a package's module, or nothing.
macro(_rez_find_module name result)
    set(${result})
    file(TO_CMAKE_PATH "$ENV{CMAKE_MODULE_PATH}" _rfm_more)
    foreach(_rfm_dir ${CMAKE_MODULE_PATH} ${_rfm_more})
        if(NOT ${result} AND EXISTS "${_rfm_dir}/${name}.cmake")
            set(${result} "${_rfm_dir}/${name}.cmake")
        endif()
    endforeach()
endmacro()

# Adds what <name>_... holds to the results, and tells of it.
macro(_rez_take_package name title)
    message("${title}")
    if(${name}_INCLUDE_DIRS)
        if(${name}_USE_SYSTEM_INCLUDE_DIRS AND NOT DFP_INCLUDE_DIRS_NO_SYSTEM)
            message("    include dirs: ${${name}_INCLUDE_DIRS} ${Yellow}(SYSTEM)${ColourReset}")
            list(APPEND ${DFP_PREFIX}_SYSTEM_INCLUDE_DIRS ${${name}_INCLUDE_DIRS})
        else()
            message("    include dirs: ${${name}_INCLUDE_DIRS}")
            list(APPEND ${DFP_PREFIX}_INCLUDE_DIRS ${${name}_INCLUDE_DIRS})
        endif()
    endif()
    if(${name}_LIBRARY_DIRS)
        message("    library dirs: ${${name}_LIBRARY_DIRS}")
        list(APPEND ${DFP_PREFIX}_LIBRARY_DIRS ${${name}_LIBRARY_DIRS})
    endif()
    if(${name}_LIBRARIES)
        message("    libraries:    ${${name}_LIBRARIES}")
        list(APPEND ${DFP_PREFIX}_LIBRARIES ${${name}_LIBRARIES})
    endif()
    if(${name}_DEFINITIONS)
        message("    definitions:  ${${name}_DEFINITIONS}")
        list(APPEND ${DFP_PREFIX}_DEFINITIONS ${${name}_DEFINITIONS})
    endif()
endmacro()

# The same with what pkg-config knows of a package and its components.
macro(_rez_take_pkg_config name)
    set(_rtp_modules ${name})
    set(_rtp_files "${name}.pc")
    execute_process(COMMAND "${PKG_CONFIG_EXECUTABLE}" --exists ${name} RESULT_VARIABLE _rtp_missing)
    if(_rtp_missing)
        if(DFP_REQUIRED)
            message(FATAL_ERROR "cmake module nor pkgconfig file could be found for package ${name}")
        endif()
    else()
        foreach(_rtp_component ${${name}_COMPONENTS})
            execute_process(COMMAND "${PKG_CONFIG_EXECUTABLE}" --exists ${name}_${_rtp_component}
                            RESULT_VARIABLE _rtp_missing)
            if(_rtp_missing)
                message(FATAL_ERROR "component ${_rtp_component} not found in package ${name}")
            endif()
            list(APPEND _rtp_modules ${name}_${_rtp_component})
            set(_rtp_files "${_rtp_files}, ${name}_${_rtp_component}.pc")
        endforeach()
        # A result of an earlier run, perhaps of another environment, must not count.
        string(REPLACE ";" "_" _rtp_prefix "REZ_PKGCONFIG_${_rtp_modules}")
        unset(__pkg_config_checked_${_rtp_prefix} CACHE)
        pkg_check_modules(${_rtp_prefix} QUIET ${_rtp_modules})
        set(${name}_INCLUDE_DIRS ${${_rtp_prefix}_INCLUDE_DIRS})
        set(${name}_LIBRARY_DIRS ${${_rtp_prefix}_LIBRARY_DIRS})
        set(${name}_LIBRARIES ${${_rtp_prefix}_LIBRARIES})
        set(${name}_DEFINITIONS ${${_rtp_prefix}_CFLAGS_OTHER})
        if(${name}_STATIC)
            find_static_libs(${_rtp_prefix}_STATIC_LIBRARY_DIRS ${_rtp_prefix}_STATIC_LIBRARIES ${name}_LIBRARIES)
            set(${name}_INCLUDE_DIRS ${${_rtp_prefix}_STATIC_INCLUDE_DIRS})
            set(${name}_LIBRARY_DIRS ${${_rtp_prefix}_STATIC_LIBRARY_DIRS})
            set(${name}_DEFINITIONS ${${_rtp_prefix}_STATIC_CFLAGS_OTHER})
        endif()
        _rez_take_package(${name} "rez_find_packages: found ${_rtp_files}")
    endif()
endmacro()

# Puts results to use in the current folder of the project.
macro(_rez_use_packages prefix)
    if(${prefix}_INCLUDE_DIRS)
        include_directories(${${prefix}_INCLUDE_DIRS})
    endif()
    if(${prefix}_SYSTEM_INCLUDE_DIRS)
        include_directories(SYSTEM ${${prefix}_SYSTEM_INCLUDE_DIRS})
    endif()
    if(${prefix}_LIBRARY_DIRS)
        link_directories(${${prefix}_LIBRARY_DIRS})
    endif()
    if(${prefix}_DEFINITIONS)
        list_to_string(_rup_flags ${prefix}_DEFINITIONS)
        set(CMAKE_CXX_FLAGS "${CMAKE_CXX_FLAGS} ${_rup_flags}")
    endif()
endmacro()
