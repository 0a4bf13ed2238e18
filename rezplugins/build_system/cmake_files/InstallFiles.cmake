# install_files_(FILE... DESTINATION DIR [RELATIVE DIR] [EXECUTABLE] [LOCAL_SYMLINK])
# rez_install_files(...)
#
# Installs files together with the folders that they are in. The files may be given relative to the current source
# folder, or by their full paths.
#
#   DESTINATION    folder in the package
#   RELATIVE       folder in the source whose own path is left out of what is installed
#   EXECUTABLE     make them executable
#   LOCAL_SYMLINK  in a local build, install links to the source files, so that changes there need no new build
#
# With data/a.txt and data/sub/b.txt, "DESTINATION x" gives x/data/a.txt and x/data/sub/b.txt, and
# "RELATIVE data DESTINATION x" gives x/a.txt and x/sub/b.txt.

include(Utils)

macro(rez_install_files)
    install_files_(${ARGV})
endmacro()

# get_target_filepath(FILE RELATIVE DESTINATION RESULT)
# Where in the package a file is installed.
macro(get_target_filepath filepath relative_arg destination_arg result)
    get_filename_component(_gtf_path "${filepath}" ABSOLUTE)
    get_filename_component(_gtf_base "${relative_arg}" ABSOLUTE)
    file(RELATIVE_PATH _gtf_path "${_gtf_base}" "${_gtf_path}")
    set(${result} "${destination_arg}/${_gtf_path}")
endmacro()

macro(install_files_)
    parse_arguments(INSTF "DESTINATION;RELATIVE" "EXECUTABLE;LOCAL_SYMLINK" ${ARGN})
    if(NOT INSTF_DEFAULT_ARGS)
        message(FATAL_ERROR "no files listed in call to install_files_")
    endif()
    if(NOT INSTF_DESTINATION)
        message(FATAL_ERROR "need to specify DESTINATION in call to install_files_")
    endif()
    list(GET INSTF_DESTINATION 0 _instf_dest)
    set(_instf_relative .)
    if(INSTF_RELATIVE)
        list(GET INSTF_RELATIVE 0 _instf_relative)
    endif()

    set(_instf_permissions)
    if(INSTF_EXECUTABLE)
        set(_instf_permissions PERMISSIONS ${REZ_EXECUTABLE_FILE_INSTALL_PERMISSIONS})
    elseif(REZ_FILE_INSTALL_PERMISSIONS)
        set(_instf_permissions PERMISSIONS ${REZ_FILE_INSTALL_PERMISSIONS})
    endif()

    foreach(_instf_file ${INSTF_DEFAULT_ARGS})
        get_target_filepath("${_instf_file}" "${_instf_relative}" "${_instf_dest}" _instf_target)
        get_filename_component(_instf_target_dir "${_instf_target}" PATH)
        if(INSTF_LOCAL_SYMLINK AND REZ_BUILD_TYPE STREQUAL "local")
            get_filename_component(_instf_source "${_instf_file}" ABSOLUTE)
            rez_install_link("${_instf_source}" "${_instf_target}"
                             "${CMAKE_INSTALL_PREFIX}/${_instf_target} -> ${_instf_file}")
        else()
            install(FILES "${_instf_file}" DESTINATION "${_instf_target_dir}" ${_instf_permissions})
        endif()
    endforeach()
endmacro()

# rez_install_link(SOURCE TARGET TEXT)
# Install, at TARGET in the package, a link to the file or folder SOURCE, in place of what is there; TEXT tells of it.
macro(rez_install_link source target text)
    get_filename_component(_ril_dir "${target}" PATH)
    install(CODE "message(STATUS \"Symlink : ${text}\")")
    install(CODE "file(MAKE_DIRECTORY \"${CMAKE_INSTALL_PREFIX}/${_ril_dir}\")")
    install(CODE "file(REMOVE_RECURSE \"${CMAKE_INSTALL_PREFIX}/${target}\")")
    install(CODE "execute_process(COMMAND \"${CMAKE_COMMAND}\" -E create_symlink \"${source}\" \"${CMAKE_INSTALL_PREFIX}/${target}\")")
endmacro()
