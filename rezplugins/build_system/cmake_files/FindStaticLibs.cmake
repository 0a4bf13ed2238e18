# find_static_libs(LIBDIRSVAR LIBSVAR OUTVAR)
#
# Names the static one of the libraries of LIBSVAR wherever there is one in the folders of LIBDIRSVAR, by adding
# ".a" to the name. Useful after pkg_check_modules(), whose results are names without an ending, for which the
# linker takes the shared library. A library that is given by its path stays as it is.
macro(find_static_libs libdirsvar libsvar outvar)
    set(_fsl_found)
    foreach(_fsl_name ${${libsvar}})
        if(NOT IS_ABSOLUTE "${_fsl_name}")
            foreach(_fsl_dir ${${libdirsvar}})
                if(EXISTS "${_fsl_dir}/lib${_fsl_name}.a")
                    set(_fsl_name "${_fsl_name}.a")
                    break()
                endif()
            endforeach()
        endif()
        list(APPEND _fsl_found "${_fsl_name}")
    endforeach()
    set(${outvar} ${_fsl_found})
endmacro()
