# rez_project([LANGUAGE...])
#
# CMake's project(), with the name of the package. On Windows no compiler is looked for unless languages are given.
macro(rez_project)
    if(CMAKE_SYSTEM_NAME STREQUAL "Windows" AND NOT ${ARGC})
        project(${REZ_BUILD_PROJECT_NAME} NONE)
    else()
        project(${REZ_BUILD_PROJECT_NAME} ${ARGN})
    endif()
endmacro()
