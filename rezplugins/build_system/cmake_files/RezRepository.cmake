# rez_set_archive(VARIABLE RELATIVE_PATH URL)
#
# Sets the variable to the path of a file, such as a source archive, in the folder that the environment variable
# REZ_REPO_PAYLOAD_DIR names. It must be there; if it is not, the message says where it could be had.
macro(rez_set_archive variable RELATIVE_PATH URL)
    if(NOT DEFINED ENV{REZ_REPO_PAYLOAD_DIR})
        message(FATAL_ERROR "REZ_REPO_PAYLOAD_DIR environment variable is not set")
    endif()
    set(_rsa_archive "$ENV{REZ_REPO_PAYLOAD_DIR}/${RELATIVE_PATH}")
    if(NOT EXISTS "${_rsa_archive}")
        message(FATAL_ERROR "Archive does not exist: ${_rsa_archive}. Consider downloading it from ${URL}")
    endif()
    set(${variable} "${_rsa_archive}")
endmacro()
