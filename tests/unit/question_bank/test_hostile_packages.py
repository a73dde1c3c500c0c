"""Packages and XML that want to hurt: refused before anything is expanded, fetched or written."""

import resource
import stat
import struct
import time
import zipfile
import zlib
from io import BytesIO

import pytest

from kernel.errors import BadInput
from question_bank.services.formats import archive
from question_bank.services.formats.choice import Format, entries

NOUGHTS = b"0" * 8_000_000
MOST_SECONDS, MOST_MEGABYTES = 1, 200
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
XML = {
    "billion laughs": f'<!DOCTYPE quiz [<!ENTITY l0 "ha">{LAUGHS}]><quiz>&l9;</quiz>',
    "quadratic blow-up": f'<!DOCTYPE quiz [<!ENTITY a "{"a" * 50_000}">]><quiz>{"&a;" * 20_000}</quiz>',
    "a file of the machine": '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
    "an address": '<!DOCTYPE quiz [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]><quiz>&x;</quiz>',
    "a parameter entity": '<!DOCTYPE quiz [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]><quiz/>',
    "an outer document type": '<!-- a note -->\n<?what ever?><!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd"><quiz/>',
    "attributes by default": '<!DOCTYPE quiz [<!ATTLIST quiz a CDATA "b">]><quiz/>',
}
INCLUDE = '<quiz xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/></quiz>'
SCHEMA = (
    '<quiz xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://127.0.0.1:9/x"/>'
)


def zipped(*parts, method=zipfile.ZIP_DEFLATED):
    """An archive of these names and contents; a name may be a whole ZipInfo."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in parts:
            package.writestr(name, content)
    return out.getvalue()


def renamed(data, old, new):
    """The same archive with another name of the same length in its list and headers."""
    assert len(old) == len(new)
    return data.replace(old, new)


def listed_as(data, size, *, packed=None):
    """The same archive, whose list lies about the size of its first part."""
    at = data.index(b"PK\x01\x02")
    lie = data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]
    return lie if packed is None else lie[: at + 20] + struct.pack("<I", packed) + lie[at + 24 :]


def in_zip64(size):
    """An archive whose list says by the longer way that its part is so large."""
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = raw.compress(b"0" * 100) + raw.flush()
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 45, 0, 8, 0, 33, zlib.crc32(b"0" * 100), len(packed), 100, 1, 0)
    longer = struct.pack("<HHQQ", 1, 16, size, len(packed))
    entry = struct.pack(
        "<4s6H3I5H2I", b"PK\x01\x02", 45, 45, 0, 8, 0, 33, zlib.crc32(b"0" * 100), 0xFFFFFFFF, 0xFFFFFFFF, 1,
        len(longer), 0, 0, 0, 0, 0,
    )  # fmt: skip
    body = local + b"a" + packed
    whole = entry + b"a" + longer
    return body + whole + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(whole), len(body), 0)


def overlapping(count=5, size=100_000):
    """One packed part that every line of the list points to, as the flat bombs do it; padded so that the sum fits."""
    one = zipped(("aaaa", b"0" * size))
    at, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    body, entry = one[:at], one[at:end]
    lines = b"".join(entry.replace(b"aaaa", f"{n % 10_000:04}".encode()) for n in range(count))
    padding = b"\0" * (len(body) * count)
    start = len(body) + len(padding)
    ending = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(lines), start, 0)
    return body + padding + lines + ending


def two_on_top():
    """Two parts, of which the list says that they begin at the same place and are the same."""
    two = zipped(("aaaa", b"1" * 100), ("aaab", b"1" * 100), method=zipfile.ZIP_STORED)
    second = two.index(b"PK\x01\x02", two.index(b"PK\x01\x02") + 1)
    return (two[: second + 42] + struct.pack("<I", 0) + two[second + 46 :]).replace(b"aaab", b"aaaa", 0)


def symlink():
    link = zipfile.ZipInfo("items")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return zipped((link, "/etc"))


def locked():
    data = bytearray(zipped(("a", b"1")))
    for sign in (b"PK\x03\x04", b"PK\x01\x02"):
        data[data.index(sign) + (6 if sign == b"PK\x03\x04" else 8)] |= 1
    return bytes(data)


def nested(depth):
    data = zipped(("0", NOUGHTS))
    for _ in range(depth):
        data = zipped(*((f"lib {n}.zip", data) for n in range(16)))
    return data


HOSTILE = {
    "42.zip": (lambda: nested(3), "question_archive_nested"),
    "noughts": (lambda: zipped(("a", NOUGHTS)), "question_archive_too_large"),
    "100,000 entries": (lambda: overlapping(count=100_000, size=1), "question_archive_too_large"),
    "a small lie": (lambda: listed_as(zipped(("a", NOUGHTS)), 100), "question_archive_too_large"),
    "a large lie": (lambda: listed_as(zipped(("a", b"1")), 4_000_000_000), "question_archive_too_large"),
    "a lie in zip64": (lambda: in_zip64(50), "question_archive_too_large"),
    "terabytes in zip64": (lambda: in_zip64(1 << 42), "question_archive_too_large"),
    "a flat bomb": (overlapping, "question_archive_doubled"),
    "two parts on top of each other": (two_on_top, "question_archive_doubled"),
    "one name twice": (
        lambda: renamed(zipped(("a.xml", b"1"), ("b.xml", b"2")), b"b.xml", b"a.xml"), "question_archive_doubled",
    ),
    "one name twice but for case": (lambda: zipped(("a.xml", b"1"), ("A.XML", b"2")), "question_archive_doubled"),
    "another name in the list": (
        lambda: zipped(("aaaaa", b"1")).replace(b"aaaaa", b"bbbbb", 1), "question_archive_doubled",
    ),
    "one up": (lambda: zipped(("../x.xml", b"1")), "question_archive_elsewhere"),
    "up in between": (lambda: zipped(("items/../../x.xml", b"1")), "question_archive_elsewhere"),
    "absolute": (lambda: zipped(("/etc/passwd", b"1")), "question_archive_elsewhere"),
    "a drive": (lambda: zipped(("C:/x.xml", b"1")), "question_archive_elsewhere"),
    "backslashes": (lambda: renamed(zipped(("..-x.xml", b"1")), b"..-x", b"..\\x"), "question_archive_elsewhere"),
    "a nought in a name": (lambda: renamed(zipped(("a-x.xml", b"1")), b"a-x", b"a\0x"), "question_archive_elsewhere"),
    "a link": (symlink, "question_archive_elsewhere"),
    "locked": (locked, "question_archive_encrypted"),
    "damaged": (
        lambda: renamed(zipped(("a", b"content"), method=zipfile.ZIP_STORED), b"content", b"Content"),
        "question_not_package",
    ),
    "half": (lambda: zipped(("a", b"1" * 500))[:40], "question_not_package"),
    "another way of packing": (lambda: zipped(("a", b"1"), method=zipfile.ZIP_BZIP2), "question_archive_too_large"),
    "no list": (lambda: zipped(("items/a.xml", b"<a/>")), "question_package_without_list"),
}  # fmt: skip


def refused(data, chosen=Format.QTI):
    """The code of the refusal, given in little time and with little memory."""
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(BadInput) as bad:
        entries(data, chosen)
    assert time.process_time() - start < MOST_SECONDS
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MOST_MEGABYTES
    return bad.value.refusal.code


@pytest.mark.parametrize("name", HOSTILE)
def test_a40_a41_a_hostile_package_is_refused_whole(name):
    make, code = HOSTILE[name]

    assert refused(make()) == code


def test_an_honest_package_is_read_into_memory():
    assert archive.unpack(zipped(("a/", b""), ("a/b.xml", b"1"), ("图.png", b"2"))) == {"a/b.xml": b"1", "图.png": b"2"}


def test_names_as_chinese_systems_write_them_are_read():
    data = renamed(zipped(("aaaa.xml", b"1")), b"aaaa", "题目".encode("gb18030"))

    assert archive.unpack(data) == {"题目.xml": b"1"}


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a42_xml_with_a_document_type_is_not_opened(name, encoding):
    assert refused(XML[name].encode(encoding), Format.MOODLE_XML) == "question_xml_document_type"


def test_the_name_of_an_encoding_does_not_hide_a_document_type():
    hidden = '<?xml version="1.0" encoding="{}"?>' + XML["a file of the machine"]

    assert refused(hidden.format("utf-16be").encode("utf-16be"), Format.MOODLE_XML) != "question_xml_unknown"
    assert refused(hidden.format("utf-7").encode("utf-7"), Format.MOODLE_XML) in {
        "question_wrong_encoding", "question_xml_document_type", "question_xml_broken",
    }  # fmt: skip
    assert refused(hidden.format("gb2312").encode(), Format.MOODLE_XML) == "question_xml_document_type"


def test_a42_other_files_are_neither_included_nor_fetched():
    assert refused(INCLUDE.encode(), Format.MOODLE_XML) == "question_xml_include"
    assert entries(SCHEMA.encode(), Format.MOODLE_XML) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("<quiz>" + "<a>" * 5_000, "question_xml_broken", id="a deep well"),
        pytest.param("<quiz>" + "<a/>" * 1_500_001 + "</quiz>", "question_xml_too_large", id="a million parts"),
        pytest.param("<quiz><question></quiz>", "question_xml_broken", id="an end that is missing"),
        pytest.param("<quiz>&nothing;</quiz>", "question_xml_broken", id="an entity that is not there"),
        pytest.param("<html/>", "question_xml_unknown", id="a page"),
        pytest.param("", "question_xml_broken", id="nothing"),
    ],
)
def test_xml_that_is_not_plain_is_refused_with_its_reason(text, code):
    assert refused(text.encode(), Format.MOODLE_XML) == code


def test_the_place_of_a_fault_is_told():
    with pytest.raises(BadInput) as bad:
        entries(b"<quiz>\n\n<question></quiz>", Format.MOODLE_XML)

    assert bad.value.where == "3"


def in_moodle(text):
    return (
        f'<quiz><question type="shortanswer"><questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>'
        '<answer fraction="100"><text>x</text></answer></question></quiz>'
    ).encode()


@pytest.mark.parametrize(
    "text",
    ["{mlang zh}" * 9_000, "{mlang " + " " * 90_000, "<span class=multilang " * 4_000, "<b>" * 30_000, "a" * 1_000_000],
    ids=["blocks without end", "a wide block", "marks without end", "a deep well", "a long text"],
)
def test_a42_a_text_that_wants_to_keep_us_busy_does_not(text):
    start = time.process_time()
    (one,) = entries(in_moodle(text), Format.MOODLE_XML)

    assert one.fault is None or one.fault.code == "question_too_long"
    assert time.process_time() - start < MOST_SECONDS


def test_a_long_line_before_the_root_takes_no_memory():
    assert refused(b" " * 5_000_000 + b"x<quiz/>", Format.MOODLE_XML) == "question_xml_broken"
