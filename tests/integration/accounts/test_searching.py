"""Administrators and registrars find people, and what was done by or to them."""

import re

import pytest


def rows(page):
    return len(re.findall(r'<th scope="row"', page.text))


def numbers(page):
    return re.findall(r'<th scope="row" class="number">(\d+)</th>', page.text)


@pytest.fixture
def log(the_clock, candidate, other_candidate, administrator):
    """What happened on two days."""
    the_clock.moves_on(days=1)
    administrator.signs_in()
    administrator.post(f"/people/{candidate.id}/disable")


def test_the_log_speaks_in_words_and_names(log, administrator):
    page = administrator.get("/audit?lang=en").text

    assert "Shut an account" in page
    assert "accounts.disable" not in page.split("<tbody>")[1]
    assert "王小明" in page
    assert "停用了账号" in administrator.get("/audit?lang=zh").text


def test_the_log_is_searched_by_who_did_it_or_had_it_done_to_them(log, administrator, candidate, other_candidate):
    theirs = administrator.get("/audit?person=王小明&lang=en").text

    assert "Shut an account" in theirs
    assert "李丽" not in theirs.split("<tbody>")[1]
    assert "王小明" not in administrator.get(f"/audit?person={other_candidate.email}").text.split("<tbody>")[1]


def test_the_log_is_searched_by_action_and_by_day_in_the_readers_zone(log, administrator):
    assert rows(administrator.get("/audit?action=accounts.disable")) == 1
    everything = numbers(administrator.get("/audit"))
    second_day = numbers(administrator.get("/audit?since=2026-03-03"))
    first_day = numbers(administrator.get("/audit?until=2026-03-02"))
    assert second_day
    assert first_day
    assert second_day + first_day == everything


@pytest.mark.parametrize(
    "query", ["person=Nobody", "action=accounts.disable&until=2026-03-01", "person=%25", "person=_&since=2026-03-03"]
)
def test_what_is_not_there_is_told_with_a_way_back(log, administrator, query):
    page = administrator.get(f"/audit?{query}&lang=en")

    assert (page.status_code, rows(page)) == (200, 0)
    assert "Show all" in page.text


@pytest.mark.parametrize(
    "query", ["since=2026-02-30", "until=9999-12-31", "since=0001-01-01", "action=no.such", "since=x&until='"]
)
def test_a_search_that_means_nothing_is_left_out(log, administrator, query):
    assert numbers(administrator.get(f"/audit?{query}")) == numbers(administrator.get("/audit"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=小明", {"王小明"}),
        ("q=EXAMPLE.org&role=examiner", {"赵考评"}),
        ("role=candidate", {"王小明", "李丽"}),
        ("q=%25", set()),
        ("role=nobody", {"王小明", "李丽", "赵考评", "吴管理"}),
    ],
)
def test_people_are_found_by_name_or_address_and_role(
    candidate, other_candidate, examiner, administrator, query, found
):
    page = administrator.get(f"/people?{query}&lang=en")

    shown = page.text.split("<tbody>")[1] if "<tbody>" in page.text else ""
    assert {name for name in ("王小明", "李丽", "赵考评", "吴管理") if name in shown} == found
    assert bool(found) != ("Nobody found" in page.text)
