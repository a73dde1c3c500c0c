"""Our questions as packages of QTI: read again the same, in every version, with all that they need."""

import zipfile
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from documents.markdown import rendered
from kernel.words import Words
from question_bank.domain.intake import Target, take
from question_bank.domain.reading import read, write
from question_bank.services.formats import qti_writer
from question_bank.services.formats.choice import Format, entries
from question_bank.services.formats.qti_names import VERSIONS
from tests.support.kinds import BANK, FIRST_ON_TEXT, MATCHING
from tests.support.made_up import grouped, questions, stems
from tests.support.pictures import png

TARGET = Target(scheme="csm-national", level=3)
PNG = png(Image.new("RGB", (8, 8), "red"))


def taken(data):
    return list(take("pack.zip", entries(data, Format.QTI), TARGET))


def written(items, version):
    return qti_writer.package_of(items, lambda _: PNG, VERSIONS[version])


def read_again(data):
    return [each.item for each in taken(data)]


some = questions.filter(bool)


@given(st.one_of(some, st.builds(grouped, some, stems)))
@settings(max_examples=40, deadline=None)
def test_questions_written_in_the_newest_version_are_read_again_the_same(made):
    assert read_again(written(made, "3.0")) == made


def signs(text):
    """What stands on the page, without its spaces."""
    return "".join("".join(etree.fromstring(f"<div>{rendered(text)}</div>").itertext()).split())


def as_seen(value):
    """A record with its texts as readers see them."""
    match value:
        case {"zh": zh, "en": en}:
            return {**value, "zh": signs(zh), "en": signs(en)}
        case dict():
            return {name: as_seen(part) for name, part in value.items()}
        case list():
            return [as_seen(part) for part in value]
        case _:
            return value


@given(st.one_of(some, st.builds(grouped, some, stems)), st.sampled_from(["2.1", "2.2"]))
@settings(max_examples=30, deadline=None)
def test_questions_written_in_an_older_version_are_read_again_as_they_are_seen(made, version):
    again = read_again(written(made, version))

    assert [as_seen(write(each)) for each in again] == [as_seen(write(each)) for each in made]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_kind_is_read_again_the_same_with_its_picture(version):
    number = UUID("3f2504e0-4f89-41d3-9a0c-0305e82c3301")
    line = f"![销量图](picture:{number})"
    shown = {**MATCHING, "id": "1001", "stem": {"zh": f"如图：{line}", "en": f"See {line}"}}
    items = [read(record) for record in (shown, *BANK)]
    data = written(items, version)
    first, *_ = entries(data, Format.QTI)

    assert read_again(data) == items
    assert first.pictures == {number: PNG}
    assert data == written(items, version)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_package_lists_all_that_it_holds_in_the_names_of_its_version(version):
    items = [read(record) for record in BANK]
    with zipfile.ZipFile(BytesIO(written(items, version))) as package:
        roots = {name: etree.fromstring(package.read(name)) for name in package.namelist()}
    manifest = roots.pop("imsmanifest.xml")
    listed = {file.get("href") for file in manifest.iter("{*}file")}

    assert listed == set(roots)
    assert {root.nsmap[None] for root in roots.values()} == {VERSIONS[version].items}
    assert all(etree.QName(root).namespace == VERSIONS[version].items for root in roots.values())
    names = {etree.QName(each).localname for root in roots.values() for each in root.iter()}
    assert ("qti-choice-interaction" in names) is (version == "3.0")
    assert ("choiceInteraction" in names) is (version != "3.0")


def test_a_text_that_somebody_changed_counts_as_it_is_now():
    stem = {"zh": "第一行\n第二行？", "en": "One\ntwo?"}
    data = written([read({**FIRST_ON_TEXT, "stem": stem})], "3.0")
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace("第二行？</p>".encode(), "改了？</p>".encode()))
    (one,) = read_again(changed.getvalue())

    assert (one.content.stem.zh, one.content.stem.en) == ("第一行改了？", "One\ntwo?")


def test_a_factor_of_a_unit_comes_back_exactly():
    question = read(FIRST_ON_TEXT)
    units = tuple(replace(question.content.units[0], factor=factor) for factor in (Fraction(1), Fraction(1, 7)))
    units = (units[0], replace(units[1], sign=Words("批", "batches")))
    question = replace(question, content=replace(question.content, units=units))

    assert read_again(written([question], "2.1")) == [question]
