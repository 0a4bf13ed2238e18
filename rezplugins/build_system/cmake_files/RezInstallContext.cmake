# rez_install_context(LABEL TARGET PACKAGES REQUEST... DESTINATION DIR [MODE latest] [EXTRA_COMMANDS LINE...])
#
# The target LABEL resolves the requests and writes a file TARGET, in the language of bash, that sets up their
# environment; it is installed together with the resolved context itself, TARGET.rxt. The lines of EXTRA_COMMANDS
# end the file. MODE is accepted for the sake of old projects: the latest versions are resolved to.

include(Utils)

macro(rez_install_context)
    parse_arguments(INSTCTXT "MODE;PACKAGES;DESTINATION;EXTRA_COMMANDS" "" ${ARGN})
    list(LENGTH INSTCTXT_DEFAULT_ARGS _instctxt_count)
    if(_instctxt_count LESS 1)
        message(FATAL_ERROR "need to specify a label in call to rez_install_context")
    endif()
    if(_instctxt_count LESS 2)
        message(FATAL_ERROR "need to specify a target in call to rez_install_context")
    endif()
    if(NOT INSTCTXT_DESTINATION)
        message(FATAL_ERROR "need to specify DESTINATION in call to rez_install_context")
    endif()
    if(NOT INSTCTXT_PACKAGES)
        message(FATAL_ERROR "no packages listed in call to rez_install_context")
    endif()
    list(GET INSTCTXT_DEFAULT_ARGS 0 _instctxt_label)
    list(GET INSTCTXT_DEFAULT_ARGS 1 _instctxt_target)
    list(GET INSTCTXT_DESTINATION 0 _instctxt_dest)
    list_to_string(_instctxt_requests INSTCTXT_PACKAGES)

    string(TOUPPER "${REZ_BUILD_PROJECT_NAME}" _instctxt_upper)
    string(REPLACE "." "_" _instctxt_upper "${_instctxt_upper}")
    set(_instctxt_file "${CMAKE_CURRENT_BINARY_DIR}/${_instctxt_target}")
    set(_instctxt_script "${_instctxt_file}.make.cmake")
    set(_instctxt_end "export REZ_CONTEXT_FILE=$REZ_${_instctxt_upper}_ROOT/${_instctxt_dest}/${_instctxt_target}\n")
    foreach(_instctxt_line ${INSTCTXT_EXTRA_COMMANDS})
        set(_instctxt_end "${_instctxt_end}${_instctxt_line}\n")
    endforeach()
    file(WRITE "${_instctxt_script}"
"execute_process(COMMAND rez-env ${_instctxt_requests} --output [==[${_instctxt_file}.rxt]==] RESULT_VARIABLE failed)
if(NOT failed)
    execute_process(COMMAND rez-context --interpret --format bash [==[${_instctxt_file}.rxt]==]
                    OUTPUT_VARIABLE text RESULT_VARIABLE failed)
endif()
if(failed)
    message(FATAL_ERROR [==[no context for the package request:${_instctxt_requests}]==])
endif()
set(end [==[${_instctxt_end}]==])
file(WRITE [==[${_instctxt_file}]==] \"\${text}\\n\${end}\")
")
    add_custom_command(
        OUTPUT "${_instctxt_file}"
        COMMAND "${CMAKE_COMMAND}" -P "${_instctxt_script}"
        COMMENT "Building context file ${_instctxt_dest}/${_instctxt_target} for package request: ${_instctxt_requests}"
        VERBATIM)
    add_custom_target(${_instctxt_label} ALL DEPENDS "${_instctxt_file}")

    set(_instctxt_permissions)
    if(REZ_FILE_INSTALL_PERMISSIONS)
        set(_instctxt_permissions PERMISSIONS ${REZ_FILE_INSTALL_PERMISSIONS})
    endif()
    install(FILES "${_instctxt_file}" "${_instctxt_file}.rxt" DESTINATION "${_instctxt_dest}" ${_instctxt_permissions})
endmacro()
