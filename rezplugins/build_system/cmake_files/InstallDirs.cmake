# install_dirs_(DIR... DESTINATION DIR [EXECUTABLE] [LOCAL_SYMLINK])
# rez_install_dirs(...)
#
# Installs folders with all that is in them but what Subversion keeps in .svn. EXECUTABLE makes the files executable;
# LOCAL_SYMLINK has a local build install links to the source folders. For finer control use CMake's
# install(DIRECTORY).

include(Utils)
include(InstallFiles)

macro(rez_install_dirs)
    install_dirs_(${ARGV})
endmacro()

macro(install_dirs_)
    parse_arguments(INSTD "DESTINATION" "EXECUTABLE;LOCAL_SYMLINK" ${ARGN})
    if(NOT INSTD_DEFAULT_ARGS)
        message(FATAL_ERROR "no directories listed in call to install_dirs_")
    endif()
    if(NOT INSTD_DESTINATION)
        message(FATAL_ERROR "need to specify DESTINATION in call to install_dirs_")
    endif()
    list(GET INSTD_DESTINATION 0 _instd_dest)

    set(_instd_permissions)
    if(INSTD_EXECUTABLE)
        set(_instd_permissions FILE_PERMISSIONS ${REZ_EXECUTABLE_FILE_INSTALL_PERMISSIONS})
    elseif(REZ_FILE_INSTALL_PERMISSIONS)
        set(_instd_permissions FILE_PERMISSIONS ${REZ_FILE_INSTALL_PERMISSIONS})
    endif()

    if(INSTD_LOCAL_SYMLINK AND REZ_BUILD_TYPE STREQUAL "local")
        foreach(_instd_dir ${INSTD_DEFAULT_ARGS})
            get_filename_component(_instd_source "${_instd_dir}" ABSOLUTE)
            get_filename_component(_instd_name "${_instd_dir}" NAME)
            rez_install_link("${_instd_source}" "${_instd_dest}/${_instd_name}"
                             "${_instd_source} -> ${CMAKE_INSTALL_PREFIX}/${_instd_dest}/${_instd_name}")
        endforeach()
    else()
        install(DIRECTORY ${INSTD_DEFAULT_ARGS} DESTINATION "${_instd_dest}" ${_instd_permissions}
                PATTERN ".svn" EXCLUDE)
    endif()
endmacro()
