"""Pickles: those that Rez 3.4.0 made can be read, and those made here can be read by Rez."""
import base64
import pickle
import pickletools
import zlib

import pytest

from pkgrs.version import (
    AlphanumericVersionToken, NumericToken, Requirement, RequirementList, Version, VersionedObject, VersionRange,
    reverse_sort_key)
from pkgrs.version.package_request import PackageRequest

OBJECTS = [
    Version("1.a2-b"), Version.inf, VersionRange("1+<2|>5"), Requirement("!foo-1"), Requirement("~foo"),
    VersionedObject("a@1"), RequirementList([Requirement("a"), Requirement("!b")]), AlphanumericVersionToken("a1b"),
    PackageRequest(".eph-1")]

#: These objects, pickled by Rez.
FROM_REZ = """
eNqNVfdbHFUUBQIpqxFiiV3UxDhRs0o0dg2JXXATSXE0ruPM8uBtWGb3zOwQjV4BNQr2bkSNPfbee+8t9u7f4rt3Z1hA8POnmW/fu+eec8+5Ow
N1WdRYuUBtTPepIMwX/bQTv6TWxk/ULhxEHWGaZU+vqakpF3uUH6I+i4YpCpcVStr1o14V5HMxyGouSmG6QZpBmGnPMkBh5MVYs7JITQ7lrIq8
uHY7U7s9YbZl13IxdpBnCxrl6aOprTby3NDT3GQOYUdtYHeyNNftTNjF0pUKF3N1Uyby5GBXwm7JwWLsrpva6iJPxSB7EPZkkL3k6t6EfZKrHp
oFw7RTdj3TUaUQ+2axX4VdGvvLcxHmVc6dsBxgfsZu4HfthhoHMAWe7ALCgZauz2hTbun5Gc0n/+lIh+t3qxQWmuKDCAdzkTjjFSO/M8QhWSya
whlnOV9JIW1KDyUcZgmhQnGDCtAyRUk7n8Z1i03d4YQjLHuGqYuvYInoOJJwlNGRxdEyvGMIx/LwjpPhHU84wQxPN+rEJpf1npjolUDk/VwhCv
N9CkuHzE9MLSqVDLXWKait4dOY2jLTZTnhJEtX6JxMOEXonCp0TiOcznTOEDpnEtqYTmx4Qqc9oaOXDkeeefCcziJkLN2iWfsKwsqkwdmEDmmw
ShqsJqzhBmulwTkEOwnLEpxr2jRU25w3ro1u1cx9HeF8hl6gWbwJ4cQQBApRPlC9yi+nOsa8I2uqLyA4FTN9t1c5uNCeZt67ikW4Eo2AI+PA0x
yaHKFTkmaSokRjF6E70agJ+UTjekKPaCyIxl6CzxqLorFEwCSeBlV1Q6PqQkI5AY0IfQK6QUAvIlzMoBstXRLcSwiXJrNzQLJoKga/bIJDrskJ
R9FX3W7ZCOwfliTlin5XIZ8rOxgY4u2IV9TBoJ5nanlilxOusHR1TldqL6P7h7QUaLk39fzjRVSdK7z1Kmc82GQQryJcbRD1XHtmdTkcDInoYc
I1IvpaEX0d4XoWfYMovpFw0ySTvHlU7KAMoxW3/M9QtOdDQ+pWA30b4XbLns0RqB6HDu7I4k5LBrGZcBcPovLfOKIrGbmbcE+SkXslI1sI9yUZ
uZ/wQGLng4SHRNnDzPmRie6vE5N0/7AeGB6drDTeSniU59Uct3yM8HjS8gm9Jamq+qH0QMaeM1FKp/EZTxKesvSI3mzQtkYSeV4EI/TpnON4Ub
5QzvuOkwqVmcszWTyrR9xNeK4Dz9uNY/MSF72gzZ0XdbO581IHXo4q34NXCK+yaa9VPiqvE95g18Z8Tt4kvDXGSPntbcI7/FtzEmRxMCrnC2G6
qxj0umVDrTu10s31uN2KTVRs3rum9D3C+2wNxzetShofxKP6kPBRMqqPxZ1PCJ8m7nxG+Dxx5wvCl+LOVyLha8I3LOFbobaN8N0kuft+sg3+gf
BjAvoT4WcB/UVAfyX8xqC/W3qb4P5B+JNxx+/uX//e3XGxkM01Ko2vgVvA36a3Sv8DlBH6OQ==
"""


def same(left, right):
    return type(left) is type(right) and left == right and str(left) == str(right)


def test_read_from_rez():
    loaded = pickle.loads(zlib.decompress(base64.b64decode(FROM_REZ)))
    assert all(map(same, loaded, OBJECTS))
    assert len(loaded) == len(OBJECTS)
    assert loaded[8].ephemeral is True
    assert hash(loaded[0]) == hash(OBJECTS[0])
    assert hash(loaded[2]) == hash(OBJECTS[2])


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_round_trip(protocol):
    more = OBJECTS + [
        Version("1.2-3").trim(-1), Version("1.02", NumericToken), VersionRange.from_versions([]),
        reverse_sort_key(Version("1"))]
    assert all(map(same, pickle.loads(pickle.dumps(more, protocol)), more))


def test_names_are_those_of_rez():
    """Rez finds each class, and sets each attribute, of a pickle."""
    def classes(data):
        return {argument for code, argument, _ in pickletools.genops(data) if code.name == "GLOBAL"}

    def texts(data):
        return {argument for code, argument, _ in pickletools.genops(data) if code.name == "BINUNICODE"}

    theirs = zlib.decompress(base64.b64decode(FROM_REZ))
    ours = pickle.dumps(OBJECTS, 2)
    assert classes(ours) == classes(theirs)
    # ours may hold more: texts that Rez makes when they are asked for
    assert texts(ours) >= texts(theirs)


def test_a_pickle_has_no_hash():
    """The hash of a text is another one in another process."""
    version = Version("1.2")
    before = pickle.dumps(version)
    hash(version)
    assert pickle.dumps(version) == before
