# rez_install_doxygen(LABEL FILES FILE... DESTINATION DIR [DOXYFILE FILE] [DOXYDIR DIR] [IMAGEPATH DIR] [FORCE]
#                     [DOXYPY] [USE_TAGFILES] [GENERATE_TAGFILE])
#
# The target LABEL has Doxygen make documentation from the files. In releases, or if FORCE is given, it is made with all
# else, and installed below DESTINATION.
#
#   DOXYFILE          settings of Doxygen; by default those of the file that REZ_BUILD_DOXYFILE names
#   DOXYDIR           folder that Doxygen makes, "html" by default
#   IMAGEPATH         folder of images
#   DOXYPY            filter Python files through doxypy.py, in the root of a package `doxypy` of the build environment
#   USE_TAGFILES      link to the documentation of packages that DOXYGEN_TAGFILES lists
#   GENERATE_TAGFILE  make and install a file of tags, for other packages

if(NOT REZ_BUILD_ENV)
    message(FATAL_ERROR "RezInstallDoxygen requires that RezBuild have been included beforehand.")
endif()

include(Utils)
find_package(Doxygen)

macro(rez_install_doxygen)
    if(DOXYGEN_EXECUTABLE)
        parse_arguments(INSTDOX "FILES;DESTINATION;DOXYFILE;DOXYDIR;IMAGEPATH"
                        "FORCE;DOXYPY;USE_TAGFILES;GENERATE_TAGFILE" ${ARGN})
        if(NOT INSTDOX_DEFAULT_ARGS)
            message(FATAL_ERROR "need to specify a label in call to rez_install_doxygen")
        endif()
        if(NOT INSTDOX_DESTINATION)
            message(FATAL_ERROR "need to specify DESTINATION in call to rez_install_doxygen")
        endif()
        if(NOT INSTDOX_FILES)
            message(FATAL_ERROR "no files listed in call to rez_install_doxygen")
        endif()
        _rez_install_doxygen()
    else()
        message(WARNING "RezInstallDoxygen cannot find Doxygen - documentation was not built.")
    endif()
endmacro()

macro(_rez_install_doxygen)
    list(GET INSTDOX_DEFAULT_ARGS 0 _instdox_label)
    list(GET INSTDOX_DESTINATION 0 _instdox_dest)
    set(_instdox_doxyfile "$ENV{REZ_BUILD_DOXYFILE}")
    if(INSTDOX_DOXYFILE)
        get_filename_component(_instdox_doxyfile "${INSTDOX_DOXYFILE}" ABSOLUTE)
    endif()
    set(_instdox_doxydir html)
    if(INSTDOX_DOXYDIR)
        list(GET INSTDOX_DOXYDIR 0 _instdox_doxydir)
    endif()

    set(_instdox_sources)
    foreach(_instdox_file ${INSTDOX_FILES})
        get_filename_component(_instdox_file "${_instdox_file}" ABSOLUTE)
        list(APPEND _instdox_sources "${_instdox_file}")
    endforeach()
    set(_instdox_out "${CMAKE_CURRENT_BINARY_DIR}/${_instdox_dest}")
    file(MAKE_DIRECTORY "${_instdox_out}")

    # What comes later in the file wins.
    file(READ "${_instdox_doxyfile}" _instdox_text)
    string(REPLACE ";" "\" \"" _instdox_input "${_instdox_sources}")
    set(_instdox_text "${_instdox_text}
PROJECT_NAME = \"$ENV{REZ_BUILD_PROJECT_NAME}\"
PROJECT_NUMBER = \"$ENV{REZ_BUILD_PROJECT_VERSION}\"
STRIP_FROM_PATH = \"${CMAKE_SOURCE_DIR}\"
INPUT = \"${_instdox_input}\"
")
    string(REGEX REPLACE "[\r\n\"]+" " " _instdox_brief "$ENV{REZ_BUILD_PROJECT_DESCRIPTION}")
    set(_instdox_text "${_instdox_text}PROJECT_BRIEF = \"${_instdox_brief}\"\n")
    if(INSTDOX_IMAGEPATH)
        get_filename_component(_instdox_images "${INSTDOX_IMAGEPATH}" ABSOLUTE)
        set(_instdox_text "${_instdox_text}IMAGE_PATH = \"${_instdox_images}\"\n")
    endif()
    if(INSTDOX_DOXYPY)
        find_file(_instdox_doxypy doxypy.py PATHS "$ENV{REZ_DOXYPY_ROOT}" NO_DEFAULT_PATH)
        if(NOT _instdox_doxypy)
            message(FATAL_ERROR "Cannot locate doxypy.py - you probably need to supply doxypy as a Rez package, see the "
                                "documentation in RezInstallDoxygen.cmake for more info.")
        endif()
        set(_instdox_text "${_instdox_text}FILTER_SOURCE_FILES = YES
INPUT_FILTER = \"python ${_instdox_doxypy}\"
OPTIMIZE_OUTPUT_JAVA = YES
EXTRACT_ALL = YES
")
    endif()
    if(INSTDOX_USE_TAGFILES)
        set(_instdox_text "${_instdox_text}TAGFILES += $(DOXYGEN_TAGFILES)\n")
    endif()
    set(_instdox_tagfile "${REZ_BUILD_PROJECT_NAME}.tag")
    if(INSTDOX_GENERATE_TAGFILE)
        set(_instdox_text "${_instdox_text}GENERATE_TAGFILE = \"${_instdox_tagfile}\"\n")
    endif()
    file(WRITE "${_instdox_out}/Doxyfile" "${_instdox_text}")

    # What the settings name by relative paths, Doxygen writes beside them.
    add_custom_command(
        OUTPUT "${_instdox_out}/${_instdox_doxydir}"
        COMMAND "${DOXYGEN_EXECUTABLE}"
        DEPENDS ${_instdox_sources} "${_instdox_out}/Doxyfile"
        WORKING_DIRECTORY "${_instdox_out}"
        COMMENT "Generating doxygen content in ${_instdox_dest}/${_instdox_doxydir}..."
        VERBATIM)
    if(NOT INSTDOX_FORCE AND NOT REZ_BUILD_TYPE STREQUAL "central")
        add_custom_target(${_instdox_label} DEPENDS "${_instdox_out}/${_instdox_doxydir}")
    else()
        add_custom_target(${_instdox_label} ALL DEPENDS "${_instdox_out}/${_instdox_doxydir}")
        install(DIRECTORY "${_instdox_out}/${_instdox_doxydir}" DESTINATION "${_instdox_dest}")
        if(INSTDOX_GENERATE_TAGFILE)
            install(FILES "${_instdox_out}/${_instdox_tagfile}" DESTINATION "${_instdox_dest}")
        endif()
    endif()
endmacro()
