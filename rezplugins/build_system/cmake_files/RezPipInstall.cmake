# rez_pip_install(LABEL URL URL [PYTHONDIR DIR] [BINDIR DIR] [PIPARGS ARGUMENT...])
#
# The target LABEL has the pip of the build environment's python install what is at the URL, which may also be the path
# of an archive; without what that depends on, which is for packages of their own. Modules go to the folder "python" of
# the package, programs to "bin", or to those given. PIPARGS are passed on to pip.

if(NOT REZ_BUILD_ENV)
    message(FATAL_ERROR "RezPipInstall requires that RezBuild have been included beforehand.")
endif()

include(Utils)

macro(rez_pip_install)
    parse_arguments(PIPINST "URL;PYTHONDIR;BINDIR;PIPARGS" "" ${ARGN})
    if(NOT PIPINST_DEFAULT_ARGS)
        message(FATAL_ERROR "need to specify a label in call to rez_pip_install")
    endif()
    if(NOT PIPINST_URL)
        message(FATAL_ERROR "need to specify URL in call to rez_pip_install")
    endif()
    list(GET PIPINST_DEFAULT_ARGS 0 _pipinst_label)
    list(GET PIPINST_URL 0 _pipinst_url)
    set(_pipinst_pydir python)
    if(PIPINST_PYTHONDIR)
        list(GET PIPINST_PYTHONDIR 0 _pipinst_pydir)
    endif()
    set(_pipinst_bindir bin)
    if(PIPINST_BINDIR)
        list(GET PIPINST_BINDIR 0 _pipinst_bindir)
    endif()

    set(_pipinst_staging "${CMAKE_CURRENT_BINARY_DIR}/staging/${_pipinst_label}")
    set(_pipinst_done "${_pipinst_staging}.done")
    add_custom_command(
        OUTPUT "${_pipinst_done}"
        COMMAND "${CMAKE_COMMAND}" -E remove_directory "${_pipinst_staging}"
        COMMAND python -m pip install --no-deps --target "${_pipinst_staging}" ${PIPINST_PIPARGS} "${_pipinst_url}"
        COMMAND "${CMAKE_COMMAND}" -E make_directory "${_pipinst_staging}/bin"
        COMMAND "${CMAKE_COMMAND}" -E touch "${_pipinst_done}"
        VERBATIM)
    add_custom_target(${_pipinst_label} ALL DEPENDS "${_pipinst_done}")
    # pip puts programs below what it installs.
    install(DIRECTORY "${_pipinst_staging}/" DESTINATION "${_pipinst_pydir}" USE_SOURCE_PERMISSIONS
            REGEX "^${_pipinst_staging}/bin$" EXCLUDE)
    install(DIRECTORY "${_pipinst_staging}/bin/" DESTINATION "${_pipinst_bindir}" USE_SOURCE_PERMISSIONS)
endmacro()
