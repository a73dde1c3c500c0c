"""Pictures and tables in the texts of questions."""

from collections import Counter
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from PIL import Image

from exam.domain.chance import Chance
from question_bank.domain.pictures import pictures_in, pictures_of
from question_bank.domain.question import Question
from question_bank.domain.reading import read
from question_bank.services.picturing import STEP, written_anew
from tests.support.kinds import FIRST_ON_TEXT, MATCHING
from web.markdown import html, inline_html, with_pictures

PICTURE = UUID("3f2504e0-4f89-41d3-9a0c-0305e82c3301")
LINE = f"![销量图](picture:{PICTURE})"


def reasons(record):
    answer = read(record)
    assert isinstance(answer, tuple), "the record was taken"
    return {(problem.field, problem.refusal.code) for problem in answer}


def in_both(text):
    return {"zh": f"如图：{text}", "en": f"See {text}"}


def test_a_picture_of_our_own_is_fetched_from_where_the_reader_may():
    assert with_pictures(inline_html(LINE), "/here/") == f'<img src="/here/{PICTURE}" alt="销量图">'
    assert pictures_in(f"{LINE} 和 {LINE}") == {PICTURE}
    assert pictures_in(f"![图 1 [单位：万元]](picture:{PICTURE})") == {PICTURE}


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/x.png",
        "//elsewhere.example/x.png",
        "/question-pictures/1",
        "data:image/png;base64,AAAA",
        "picture:../../attempts",
        f"picture:{PICTURE}?x",
        f"PICTURE:{PICTURE}/..",
        "javascript:alert(1)",
    ],
)
def test_no_picture_comes_from_elsewhere(address):
    shown = html(f"![x]({address})")

    assert "<img" not in shown
    assert ("stem.zh", "question_picture_from_elsewhere") in reasons({**MATCHING, "stem": in_both(f"![x]({address})")})


@pytest.mark.parametrize(
    "hostile",
    [
        f'<img src="picture:{PICTURE}" onerror="alert(1)">',
        f'![" onerror="alert(1)](picture:{PICTURE})',
        f'![x](picture:{PICTURE} "onload=alert(1)")',
    ],
)
def test_nothing_but_source_and_words_stands_on_a_picture(hostile):
    shown = with_pictures(html(hostile), "/here/")

    for tag in [part for part in shown.split("<") if part.startswith("img")]:
        inside = tag.partition(">")[0]
        assert inside.startswith(f'img src="/here/{PICTURE}" alt="')
        assert inside.count('"') == 4


def test_a_table_stays_a_table():
    shown = html("| 时段 | 起数 |\n| --- | ---: |\n| 上午 | 42 |")

    assert "<table>" in shown
    assert "<td>42</td>" in shown
    assert "style" not in shown


def test_a_picture_needs_words_for_those_who_cannot_see_it():
    silent = f"![ ](picture:{PICTURE})"

    assert ("options.1.zh", "question_picture_without_words") in reasons(
        {**MATCHING, "options": [in_both(silent), *MATCHING["options"][1:]]}
    )


def test_every_text_of_a_question_may_show_pictures():
    places = ("stem", "rationale")
    record = {**MATCHING, **{place: in_both(LINE) for place in places}}
    grouped = {**FIRST_ON_TEXT, "group": {**FIRST_ON_TEXT["group"], "text": in_both(LINE)}}
    prompted = {**MATCHING, "prompts": [in_both(LINE), *MATCHING["prompts"][1:]]}

    for each in (record, grouped, prompted):
        question = read(each)
        assert isinstance(question, Question), question
        assert pictures_of(question) == {PICTURE}


def test_a04_a_picture_is_written_anew_and_as_long_as_the_others():
    files = []
    for size, kind in ((30, "PNG"), (60, "PNG"), (90, "JPEG")):
        out = BytesIO()
        Image.effect_noise((size, size), 50).save(out, kind, **({"comment": b"right"} if kind == "JPEG" else {}))
        files.append(written_anew(out.getvalue() + b"the right one"))

    assert {len(each) for each in files} == {STEP}
    assert not any(b"right" in each for each in files)
    assert [Image.open(BytesIO(each)).size for each in files] == [(30, 30), (60, 60), (90, 90)]


def test_a04_over_many_forms_neither_place_nor_name_nor_the_order_of_names_points_at_the_right_picture():
    forms, options, right = 10_000, 4, 2
    by_place, by_name = Counter(), Counter()
    for form in range(forms):
        chance = Chance(f"seed {form}")
        shown = sorted(range(options), key=lambda index: chance.rank("option", "question", index))
        by_place[shown.index(right)] += 1
        names = [uuid4() for _ in range(options)]
        by_name[sorted(names).index(names[right])] += 1

    for counts in (by_place, by_name):
        expected = forms / options
        chi_squared = sum((counts[place] - expected) ** 2 / expected for place in range(options))
        assert chi_squared < 30.7, "so far from even by chance only once in a million times"
