# rez_install_python(LABEL FILES FILE... DESTINATION DIR [RELATIVE DIR] [LOCAL_SYMLINK])
#
# Installs Python files as install_python() does, compiled by the python of the build environment, which must have one.

if(NOT REZ_BUILD_ENV)
    message(FATAL_ERROR "RezInstallPython requires that RezBuild have been included beforehand.")
endif()

include(Utils)
include(InstallPython)

macro(rez_install_python)
    list_contains(_rip_has_python python ${REZ_BUILD_ALL_PKGS})
    if(NOT _rip_has_python)
        message(FATAL_ERROR "a version of python must be listed as a requirement when using the 'rez_install_python' "
                            "macro. Packages for this build are: ${REZ_BUILD_ALL_PKGS}")
    endif()
    install_python(${ARGV} BIN python)
endmacro()
