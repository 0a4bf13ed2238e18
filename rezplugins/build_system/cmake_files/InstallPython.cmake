# install_python(LABEL FILES FILE... DESTINATION DIR [RELATIVE DIR] [BIN PYTHON] [LOCAL_SYMLINK])
#
# Installs Python files as install_files_() does; see there for DESTINATION, RELATIVE and LOCAL_SYMLINK. If the
# program PYTHON is given, the target LABEL compiles them, so that mistakes in them fail the build, and the compiled
# files are installed as well where the build environment asks for it. Links are not compiled.

include(Utils)
include(InstallFiles)

macro(install_python)
    parse_arguments(INSTPY "FILES;DESTINATION;RELATIVE;BIN" "LOCAL_SYMLINK" ${ARGN})
    if(NOT INSTPY_DEFAULT_ARGS)
        message(FATAL_ERROR "need to specify a label in call to install_python")
    endif()
    if(NOT INSTPY_DESTINATION)
        message(FATAL_ERROR "need to specify DESTINATION in call to install_python")
    endif()
    if(NOT INSTPY_FILES)
        message(FATAL_ERROR "no files listed in call to install_python")
    endif()
    list(GET INSTPY_DEFAULT_ARGS 0 _instpy_label)
    list(GET INSTPY_DESTINATION 0 _instpy_dest)
    set(_instpy_relative .)
    if(INSTPY_RELATIVE)
        list(GET INSTPY_RELATIVE 0 _instpy_relative)
    endif()
    set(_instpy_link)
    if(INSTPY_LOCAL_SYMLINK)
        set(_instpy_link LOCAL_SYMLINK)
    endif()
    set(_instpy_compile FALSE)
    if(INSTPY_BIN AND NOT (INSTPY_LOCAL_SYMLINK AND REZ_BUILD_TYPE STREQUAL "local"))
        set(_instpy_compile TRUE)
    endif()

    set(_instpy_compiled)
    foreach(_instpy_file ${INSTPY_FILES})
        install_files_("${_instpy_file}" RELATIVE "${_instpy_relative}" DESTINATION "${_instpy_dest}" ${_instpy_link})
        if(_instpy_compile)
            get_filename_component(_instpy_source "${_instpy_file}" ABSOLUTE)
            get_target_filepath("${_instpy_file}" "${_instpy_relative}" "${_instpy_dest}" _instpy_target)
            get_filename_component(_instpy_target_dir "${_instpy_target}" PATH)
            set(_instpy_pyc "${CMAKE_CURRENT_BINARY_DIR}/${_instpy_label}/${_instpy_target}c")
            add_custom_command(
                OUTPUT "${_instpy_pyc}"
                COMMAND "${CMAKE_COMMAND}" -E make_directory
                    "${CMAKE_CURRENT_BINARY_DIR}/${_instpy_label}/${_instpy_target_dir}"
                COMMAND ${INSTPY_BIN} -c
                    "import sys, py_compile; py_compile.compile(sys.argv[1], cfile=sys.argv[2], doraise=True)"
                    "${_instpy_source}" "${_instpy_pyc}"
                DEPENDS "${_instpy_source}"
                VERBATIM)
            list(APPEND _instpy_compiled "${_instpy_pyc}")
            if("$ENV{REZ_BUILD_INSTALL_PYC}" STREQUAL "1")
                install(FILES "${_instpy_pyc}" DESTINATION "${_instpy_target_dir}")
            endif()
        endif()
    endforeach()
    if(_instpy_compiled)
        add_custom_target(${_instpy_label} ALL DEPENDS ${_instpy_compiled})
    endif()
endmacro()
