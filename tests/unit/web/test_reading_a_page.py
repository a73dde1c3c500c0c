"""The reader that the language tests trust sees what people see, and nothing else."""

from tests.support.language import chinese_in, visible_texts
from tests.support.words_of_pages import english_in

PAGE = """<!doctype html>
<html lang="zh-CN"><head><title>Exams</title><style>.考 {}</style></head>
<body><img alt="印章" src="x.svg"><br>
<h1>Your  exams</h1><p>Signed in as <strong>王小明</strong></p>
<a lang="zh-CN" href="?lang=zh">中文</a>
<div class="card content-text"><p>什么是客户？<img src="y"></p><p>谁</p></div>
<button aria-label="关闭">x</button><input type="submit" value="交卷"><input type="text" value="王小明">
<script>const 文 = 1;</script><p>after &amp; all</p></body></html>"""


def test_what_is_shown_or_read_out_is_seen():
    assert visible_texts(PAGE) == [
        "Exams", "印章", "Your exams", "Signed in as", "王小明", "关闭", "x", "交卷", "after & all",
    ]  # fmt: skip


def test_chinese_that_nothing_marks_is_found_unless_it_is_a_name():
    assert chinese_in(PAGE) == ["印章", "王小明", "关闭", "交卷"]
    assert chinese_in(PAGE, "王小明") == ["印章", "关闭", "交卷"]


def test_chinese_punctuation_alone_gives_it_away():
    assert chinese_in("<p>Name：Wang</p>") == ["Name：Wang"]


def test_an_english_page_has_nothing_to_find():
    assert chinese_in('<html lang="en"><p>“Well” – done…</p></html>') == []


def test_texts_of_the_catalogue_are_found_where_they_stayed_english():
    page = "<p>Choose a file first.</p><p>Your <b>exams</b></p><p>26 people are imported and invited.</p><p>请选择</p>"

    assert english_in(page) == ["Choose a file first.", "26 people are imported and invited."]
    assert english_in('<p lang="en">Choose a file first.</p><p>PDF</p><p>Certificate <i>x</i></p>') == ["Certificate"]
