# To be included by each project that rez-build builds with CMake.
#
# It makes the macros of the modules below known, and sets
#
#   REZ_BUILD_ENV, REZ_BUILD_PROJECT_NAME, REZ_BUILD_PROJECT_VERSION
#   REZ_BUILD_ALL_PKGS   the names of the packages of the build environment
#   REZ_EXECUTABLE_FILE_INSTALL_PERMISSIONS
#
# and for the package itself, and each of the build environment, <PKG>_VERSION, <PKG>_MAJOR_VERSION,
# <PKG>_MINOR_VERSION and <PKG>_PATCH_VERSION, where <PKG> is the name in capitals.

if(NOT DEFINED ENV{REZ_BUILD_ENV})
    message(FATAL_ERROR "This project must be built with rez-build.")
endif()
foreach(_rb_name REZ_BUILD_PROJECT_VERSION REZ_BUILD_PROJECT_NAME)
    if(NOT DEFINED ENV{${_rb_name}})
        message(FATAL_ERROR "${_rb_name} was not defined in the environment.")
    endif()
    set(${_rb_name} "$ENV{${_rb_name}}")
endforeach()
set(REZ_BUILD_ENV 1)

string(REPLACE " " ";" REZ_BUILD_ALL_PKGS "$ENV{REZ_BUILD_REQUIRES_UNVERSIONED}")

foreach(_rb_pkg ${REZ_BUILD_PROJECT_NAME} ${REZ_BUILD_ALL_PKGS})
    string(TOUPPER "${_rb_pkg}" _rb_upper)
    string(REPLACE "." "_" _rb_variable "${_rb_upper}")
    if(_rb_pkg STREQUAL REZ_BUILD_PROJECT_NAME)
        set(${_rb_upper}_VERSION "${REZ_BUILD_PROJECT_VERSION}")
    else()
        set(${_rb_upper}_VERSION "$ENV{REZ_${_rb_variable}_VERSION}")
    endif()
    if(${_rb_upper}_VERSION)
        string(REGEX REPLACE "[.-]" ";" _rb_parts "${${_rb_upper}_VERSION};0;0")
        list(GET _rb_parts 0 ${_rb_upper}_MAJOR_VERSION)
        list(GET _rb_parts 1 ${_rb_upper}_MINOR_VERSION)
        list(GET _rb_parts 2 ${_rb_upper}_PATCH_VERSION)
    endif()
endforeach()

set(REZ_EXECUTABLE_FILE_INSTALL_PERMISSIONS
    ${REZ_FILE_INSTALL_PERMISSIONS} OWNER_EXECUTE GROUP_EXECUTE WORLD_EXECUTE OWNER_READ GROUP_READ WORLD_READ)

include(Colorize)
include(Utils)
include(RezProject)
include(InstallFiles)
include(InstallDirs)
include(RezInstallCMake)
include(RezFindPackages)
include(RezInstallPython)

# rez_package_in_use(NAME RESULT): TRUE if a package of the name is in the build environment, else unset.
macro(rez_package_in_use pkg_string result)
    list_contains(${result} "${pkg_string}" ${REZ_BUILD_ALL_PKGS})
endmacro()
