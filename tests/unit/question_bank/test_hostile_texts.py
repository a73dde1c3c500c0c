"""Texts that want to keep us busy, and single questions that want to cost their whole file."""

import time
from io import BytesIO
from zipfile import ZipFile

import pytest

from kernel.errors import BadInput
from question_bank.domain.intake import Skipped, Target, take
from question_bank.services.formats import moodle_xml, qti_package
from question_bank.services.formats.choice import Format, entries, format_of
from question_bank.services.formats.encoding import decoded_xml
from tests.support.qti import CHOICE, ITEM_2, declared, item, package

MOST_SECONDS = 0.5
TARGET = Target(scheme="csm-national", level=3, function="overview")
SPACES = " " * 400_000
BUSY = {
    "notes without end": (Format.GIFT, "//" + "[id:" * 100_000),
    "notes in notes": (Format.GIFT, "//" + "[id:\\" * 80_000),
    "a wide category": (Format.GIFT, f"$CATEGORY: a{SPACES}x\n"),
    "a wide answer": (Format.AIKEN, f"Q\nA. a\nB. b\nANSWER: A{SPACES}x"),
    "a wide option": (Format.AIKEN, f"Q\nA. a{SPACES}x\nB. b\nANSWER: A"),
    "an option of many lines": (Format.AIKEN, "Q\nA. a\n" + "y\n" * 150_000),
    "a wide declaration": (Format.MOODLE_XML, f"<?xml{SPACES}x?><quiz/>"),
    "many declarations": (Format.MOODLE_XML, "<?xml " * 70_000),
}
GOOD = '<question type="truefalse"><questiontext><text>真的吗？</text></questiontext>{}</question>'.format(
    '<answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>'
)
ANSWERS = "".join(f'<answer fraction="{100 * (n == 29)}"><text>第{n}个</text></answer>' for n in range(30))
PAIRS = "".join(f"<subquestion><text>题{n}</text><answer><text>答{n}</text></answer></subquestion>" for n in range(30))
QUESTION = '<question type="{}"><questiontext><text>问</text>{}</questiontext>{}</question>'
BAD = {
    "a picture that is none": QUESTION.format("truefalse", '<file name="a.png" encoding="base64">图</file>', ""),
    "many options": QUESTION.format("multichoice", "", "<single>true</single>" + ANSWERS),
    "many pairs": QUESTION.format("matching", "", PAIRS),
    "a long order": QUESTION.format("ordering", "", ANSWERS),
}
MANY = "".join(f'<simpleChoice identifier="C{n}">第{n}个</simpleChoice>' for n in range(30))
OFFERED = f'<itemBody><choiceInteraction responseIdentifier="RESPONSE">{MANY}</choiceInteraction></itemBody>'
SHARED = '<assessmentStimulusRef identifier="S" href="../text.xml"/>'


@pytest.mark.parametrize("name", BUSY)
def test_a_line_that_wants_to_keep_us_busy_does_not(name):
    chosen, text = BUSY[name]
    start = time.process_time()
    try:
        format_of("a.txt", text.encode())
        entries(text.encode(), chosen)
    except BadInput:
        pass
    assert time.process_time() - start < MOST_SECONDS


@pytest.mark.parametrize("name", BAD)
def test_a_question_of_moodle_that_cannot_be_read_costs_only_itself(name):
    skipped, accepted = take("f", entries(f"<quiz>{BAD[name]}{GOOD}</quiz>".encode(), Format.MOODLE_XML), TARGET)

    assert isinstance(skipped, Skipped)
    assert not isinstance(accepted, Skipped)


@pytest.mark.parametrize(
    "question",
    [
        "?{#1e9999999..2e9999999}",
        "?{#1e999999..2e999998}",
        "?{" + "~b" * 30 + "=a}",
        "?{" + "".join(f"=p{n}->o{n}" for n in range(30)) + "}",
    ],
)
def test_a_question_in_gift_that_cannot_be_read_costs_only_itself(question):
    skipped, accepted = take("f", entries(f"{question}\n\n真的吗？{{T}}\n".encode(), Format.GIFT), TARGET)

    assert isinstance(skipped, Skipped)
    assert not isinstance(accepted, Skipped)


def test_more_lines_than_letters_are_no_options_of_aiken():
    lines = "\n".join(f"{chr(65 + n)}. {n}" for n in range(26))

    assert entries(f"Q\n{lines}\nA. 26\nANSWER: A".encode(), Format.AIKEN)


@pytest.mark.parametrize(
    "bad",
    [
        item(declared("C29"), OFFERED),
        item(declared("C29"), OFFERED.replace("choiceInteraction", "orderInteraction")),
        "<qti-1a/>",
        "<qti-/>",
        "<qti-assessment-item><qti-1a/></qti-assessment-item>",
    ],
)
def test_an_item_that_cannot_be_read_costs_only_itself(bad):
    skipped, accepted = take("f", entries(package(bad, CHOICE), Format.QTI), TARGET)

    assert isinstance(skipped, Skipped)
    assert not isinstance(accepted, Skipped)


@pytest.mark.parametrize("text", ["<qti-1a/>", "<qti-/>"])
def test_a_file_with_a_name_that_is_none_is_refused(text):
    with pytest.raises(BadInput) as bad:
        entries(text.encode(), Format.QTI)

    assert bad.value.refusal.code == "question_xml_unknown"


def test_what_nobody_foresaw_costs_one_question(monkeypatch):
    read, calls = moodle_xml._by_kind, []

    def fails_first(*given):
        calls.append(given)
        if len(calls) == 1:
            raise IndexError
        return read(*given)

    monkeypatch.setattr(moodle_xml, "_by_kind", fails_first)
    first, second = entries(f"<quiz>{GOOD}{GOOD}</quiz>".encode(), Format.MOODLE_XML)

    assert (first.fault.code, second.fault) == ("question_unreadable", None)


@pytest.mark.parametrize("declared", ["undefined", "punycode", "unicode_escape", "utf-7", "idna", "hex"])
def test_what_is_no_encoding_of_texts_is_refused(declared):
    with pytest.raises(BadInput) as bad:
        entries(f'<?xml version="1.0" encoding="{declared}"?><quiz>\\ud800+2AA-</quiz>'.encode(), Format.MOODLE_XML)

    assert bad.value.refusal.code == "question_wrong_encoding"


@pytest.mark.parametrize("declared", ["ISO-8859-1", "windows-1252", "big5", "us-ascii"])
def test_common_encodings_are_read(declared):
    assert decoded_xml(f'<?xml version="1.0" encoding="{declared}"?><quiz/>'.encode()).endswith("<quiz/>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_marks_of_the_byte_order_do_not_hide_a_document_type(encoding):
    for marks in range(1, 4):
        with pytest.raises(BadInput) as bad:
            entries(("\ufeff" * marks + '<!DOCTYPE quiz [<!ENTITY a "b">]><quiz/>').encode(encoding), Format.MOODLE_XML)

        assert bad.value.refusal.code == "question_xml_document_type"


def test_a_list_that_names_an_item_twice_is_refused():
    with ZipFile(BytesIO(package(CHOICE, CHOICE))) as honest:
        files = {name: honest.read(name) for name in honest.namelist()}
    twice = BytesIO()
    with ZipFile(twice, "w") as package_:
        for name, content in files.items():
            package_.writestr(name, content.replace(b"items/1.xml", b"./items/../items/0.xml"))

    with pytest.raises(BadInput) as bad:
        entries(twice.getvalue(), Format.QTI)

    assert bad.value.refusal.code == "question_package_names_twice"


@pytest.mark.parametrize("text", ["<assessmentStimulus><stimulusBody>案例</stimulusBody></assessmentStimulus>", "<a"])
def test_a_shared_text_is_read_once(monkeypatch, text):
    read, paths = qti_package._Package._stimulus, []
    monkeypatch.setattr(
        qti_package._Package, "_stimulus", lambda package, path: (paths.append(path), read(package, path))[1]
    )
    asked = [item(declared("C0"), SHARED, OFFERED.replace("第", f"{n}第"), name=f"q{n}", form=ITEM_2) for n in range(3)]

    assert len(entries(package(*asked, files=[("text.xml", text)]), Format.QTI)) == len(asked)
    assert paths == ["text.xml"]


def test_a_shared_picture_is_held_once():
    text = (
        '<question type="description"><questiontext format="html"><text>{}</text>{}</questiontext><idnumber>C-1</idnumber>'
        "</question>"
    ).format("看图&lt;img src=&quot;@@PLUGINFILE@@/a.png&quot;&gt;", '<file name="a.png" encoding="base64">AAAA</file>')
    asked = "".join(
        GOOD.replace("真的吗", f"真的吗{n}").replace(
            "</question>", f"<tags><tag><text>group:C-1/{n}</text></tag></tags></question>"
        )
        for n in (1, 2)
    )
    first, second = entries(f"<quiz>{text}{asked}</quiz>".encode(), Format.MOODLE_XML)

    ((one, content),) = first.pictures.items()
    assert second.pictures[one] is content
