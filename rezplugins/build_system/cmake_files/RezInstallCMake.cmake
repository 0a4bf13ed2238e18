# rez_install_cmake([AUTO] DESTINATION DIR [INCLUDE_DIRS DIR...] [LIBRARY_DIRS DIR...] [LIBRARIES NAME...]
#                   [DEFINITIONS FLAG...] [CUSTOM_STRING TEXT] [USE_SYSTEM_INCLUDE_DIRS])
#
# Installs a module <package>.cmake, by which other projects find this package with rez_find_packages(). The package's
# commands should add the folder to the module path:
#
#   env.CMAKE_MODULE_PATH.append("{root}/cmake")
#
#   AUTO                     take what is not given from where it usually is: the folders "include" and "lib", and the
#                            libraries that are installed in the latter
#   DESTINATION              folder of the module in the package
#   INCLUDE_DIRS             include folders; relative ones are in the package
#   LIBRARY_DIRS             folders of libraries; relative ones are in the package
#   LIBRARIES                libraries to link against
#   DEFINITIONS              flags for the compiler
#   CUSTOM_STRING            text to end the module with
#   USE_SYSTEM_INCLUDE_DIRS  have the compiler not warn of what is in the include folders

if(NOT REZ_BUILD_ENV)
    message(FATAL_ERROR "Include RezBuild, not this cmake module directly.")
endif()

include(Utils)

# append_to_relative_dirs(PATH DIRS OUTVAR): the folders, the relative ones below PATH.
function(append_to_relative_dirs append_dir input_dirs output_dirs)
    set(dirs)
    foreach(dir ${input_dirs})
        if(IS_ABSOLUTE "${dir}")
            list(APPEND dirs "${dir}")
        else()
            list(APPEND dirs "${append_dir}/${dir}")
        endif()
    endforeach()
    set(${output_dirs} ${dirs} PARENT_SCOPE)
endfunction()

# find_libs(STATIC|DYNAMIC|ALL DIRS OUTVAR): the paths of the libraries in the folders.
function(find_libs lib_type library_dirs output_libraries)
    if(lib_type STREQUAL "STATIC")
        set(endings ${CMAKE_STATIC_LIBRARY_SUFFIX})
    elseif(lib_type STREQUAL "DYNAMIC")
        set(endings ${CMAKE_SHARED_LIBRARY_SUFFIX})
    elseif(lib_type STREQUAL "ALL")
        set(endings ${CMAKE_STATIC_LIBRARY_SUFFIX} ${CMAKE_SHARED_LIBRARY_SUFFIX})
    else()
        message(FATAL_ERROR "Unknown lib_type ${lib_type}")
    endif()
    set(libraries)
    foreach(dir ${library_dirs})
        foreach(ending ${endings})
            file(GLOB found "${dir}/*${ending}")
            list(APPEND libraries ${found})
        endforeach()
    endforeach()
    set(${output_libraries} ${libraries} PARENT_SCOPE)
endfunction()

macro(rez_install_cmake)
    parse_arguments(INSTCM "DESTINATION;INCLUDE_DIRS;LIBRARY_DIRS;LIBRARIES;DEFINITIONS;CUSTOM_STRING"
                    "AUTO;USE_SYSTEM_INCLUDE_DIRS" ${ARGN})
    if(NOT INSTCM_DESTINATION)
        message(FATAL_ERROR "need to specify DESTINATION in call to install_cmake")
    endif()
    # Written when the package is installed: only then can it be seen what there is.
    set(_ric_script "${CMAKE_CURRENT_BINARY_DIR}/rez_install_cmake_${REZ_BUILD_PROJECT_NAME}.cmake")
    file(WRITE "${_ric_script}" "# Writes the module of this package.\n")
    foreach(_ric_name DESTINATION INCLUDE_DIRS LIBRARY_DIRS LIBRARIES DEFINITIONS CUSTOM_STRING AUTO
            USE_SYSTEM_INCLUDE_DIRS)
        file(APPEND "${_ric_script}" "set(INSTCM_${_ric_name} [==[${INSTCM_${_ric_name}}]==])\n")
    endforeach()
    foreach(_ric_name REZ_BUILD_ENV REZ_BUILD_PROJECT_NAME CMAKE_MODULE_PATH CMAKE_STATIC_LIBRARY_SUFFIX
            CMAKE_SHARED_LIBRARY_SUFFIX)
        file(APPEND "${_ric_script}" "set(${_ric_name} [==[${${_ric_name}}]==])\n")
    endforeach()
    file(APPEND "${_ric_script}" "include(RezInstallCMake)\n_rez_write_cmake()\n")
    install(SCRIPT "${_ric_script}")
endmacro()

# Write the module; at the time of installing.
function(_rez_write_cmake)
    set(name "${REZ_BUILD_PROJECT_NAME}")
    string(TOUPPER "${name}" upper)
    string(REPLACE "." "_" upper "${upper}")
    set(root "\$ENV{REZ_${upper}_ROOT}")

    if(INSTCM_AUTO)
        if(NOT INSTCM_INCLUDE_DIRS)
            set(INSTCM_INCLUDE_DIRS include)
        endif()
        if(NOT INSTCM_LIBRARY_DIRS)
            set(INSTCM_LIBRARY_DIRS lib)
        endif()
        _rez_library_text("${name}" "${root}" libraries library_text)
        if(NOT INSTCM_LIBRARIES)
            set(INSTCM_LIBRARIES ${libraries})
        endif()
    endif()
    append_to_relative_dirs("${root}" "${INSTCM_INCLUDE_DIRS}" include_dirs)
    append_to_relative_dirs("${root}" "${INSTCM_LIBRARY_DIRS}" library_dirs)

    set(text "set(${name}_ROOT \"${root}\")\n")
    set(text "${text}set(${name}_INCLUDE_DIRS \"${include_dirs}\")\n")
    set(text "${text}set(${name}_LIBRARY_DIRS \"${library_dirs}\")\n")
    set(text "${text}set(${name}_LIBRARIES \"${INSTCM_LIBRARIES}\")\n")
    set(text "${text}set(${name}_DEFINITIONS \"${INSTCM_DEFINITIONS}\")\n\n")
    set(text "${text}set(${name}_USE_SYSTEM_INCLUDE_DIRS \"${INSTCM_USE_SYSTEM_INCLUDE_DIRS}\")\n\n")
    set(text "${text}${library_text}")
    if(INSTCM_CUSTOM_STRING)
        set(text "${text}${INSTCM_CUSTOM_STRING}\n")
    endif()

    set(path "${CMAKE_INSTALL_PREFIX}/${INSTCM_DESTINATION}/${name}.cmake")
    message(STATUS "Installing: cmake script to ${path}")
    file(WRITE "${path}" "${text}")
endfunction()

# The names of the installed libraries, and the text that defines variables for each.
function(_rez_library_text name root libraries_var text_var)
    append_to_relative_dirs("${CMAKE_INSTALL_PREFIX}" "${INSTCM_LIBRARY_DIRS}" dirs)
    set(names)
    foreach(kind STATIC DYNAMIC)
        find_libs(${kind} "${dirs}" paths)
        set(paths_${kind})
        set(uses_${kind})
        foreach(path ${paths})
            get_filename_component(library "${path}" NAME_WE)
            string(REPLACE "${CMAKE_INSTALL_PREFIX}" "${root}" path "${path}")
            list(APPEND names "${library}")
            set(variable "${name}_${library}_${kind}_LIBRARY")
            set(paths_${kind} "${paths_${kind}}set(${variable} \"${path}\")\n")
            set(uses_${kind} "${uses_${kind}}set(${name}_${library}_LIBRARY \${${variable}})\n")
        endforeach()
    endforeach()

    set(text)
    if(paths_STATIC AND paths_DYNAMIC)
        set(text "${paths_STATIC}\n${paths_DYNAMIC}\n")
        set(text "${text}if(${name}_USE_STATIC)\n${uses_STATIC}else()\n${uses_DYNAMIC}endif()\n")
    elseif(paths_STATIC OR paths_DYNAMIC)
        set(text "${paths_STATIC}${paths_DYNAMIC}\n${uses_STATIC}${uses_DYNAMIC}\n")
    endif()
    set(${libraries_var} ${names} PARENT_SCOPE)
    set(${text_var} "${text}" PARENT_SCOPE)
endfunction()
