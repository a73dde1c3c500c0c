"""The list of questions: searched, narrowed by facets that say how many are left, and the heat map that leads to it."""

import re

import pytest

from kernel.actor import PLATFORM
from tests.support.questions import QUESTION

SECOND = QUESTION | {
    "id": "T-002", "kind": "true_false", "answer": True, "cognitive": "master",
    "stem": {"zh": "投诉一定来自外部客户。", "en": "Complaints come from outside only."},
}  # fmt: skip
SECOND.pop("options")


@pytest.fixture
def three(imports, author):
    imports(PLATFORM, QUESTION, SECOND, approve=True)
    return imports(author.actor, QUESTION | {"id": "T-003", "stem": {"zh": "草稿题干是什么", "en": "A draft stem"}})


def listed(person, query):
    page = person.get(f"/questions?{query}")
    assert page.status_code == 200
    return set(re.findall(r'<td class="text-nowrap">(T-\d+)', page.text))


def count_of(page, label):
    found = re.search(rf'<span>{label}</span><span class="facet-count">(\d+)</span>', page.text)
    return int(found[1]) if found else 0


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("q=仓储部", {"T-001", "T-003"}, id="an option in Chinese"),
        pytest.param("q=DEALER+town", {"T-001", "T-003"}, id="words of an option in English"),
        pytest.param("q=t-002", {"T-002"}, id="a number"),
        pytest.param("q=100%25", set(), id="a sign that databases read otherwise"),
        pytest.param("kind=true_false", {"T-002"}, id="a kind"),
        pytest.param("cognitive=know&state=usable", {"T-001"}, id="what may come into papers"),
        pytest.param("state=draft", {"T-003"}, id="a state"),
        pytest.param("level=csm-national/2", set(), id="another level"),
        pytest.param("function=overview&q=客户", {"T-001", "T-002"}, id="a function and words"),
        pytest.param("due=yes", set(), id="nothing is due yet"),
        pytest.param("kind=nonsense&state=&author=x&level=1", {"T-001", "T-002", "T-003"}, id="unknown values"),
    ],
)
def test_questions_are_found_by_words_and_facets(registrar, three, query, expected):
    assert listed(registrar, query) == expected


def test_facets_say_how_many_questions_each_value_leaves(registrar, author, three):
    page = registrar.get("/questions?cognitive=know")

    assert (count_of(page, "单项选择题"), count_of(page, "判断题")) == (2, 0)
    assert (count_of(page, "了解"), count_of(page, "掌握")) == (2, 1)
    assert (count_of(page, "可用于组卷"), count_of(page, "草稿")) == (1, 1)
    assert count_of(page, "方命题") == 1
    assert listed(registrar, f"author={author.id}") == {"T-003"}


def test_what_nobody_looked_at_for_half_a_year_is_listed_as_due(the_clock, registrar, three):
    the_clock.moves_on(days=200)
    registrar.signs_in()

    assert listed(registrar, "due=yes") == {"T-001", "T-002"}


def test_the_heat_map_leads_from_a_cell_to_its_questions(registrar, three):
    page = registrar.get("/questions/coverage").text
    cell = re.search(
        r'coverage-(\w+)">\s*<a href="(/questions\?[^"]+kind=single_choice&amp;cognitive=know[^"]+)">', page
    )

    assert cell is not None
    assert cell[1] == "none"
    assert listed(registrar, cell[2].partition("?")[2].replace("&amp;", "&")) <= {"T-001"}


def test_editors_findings_stand_on_a_page_of_their_own(registrar, three):
    assert registrar.get("/questions/findings").status_code == 200


@pytest.mark.parametrize("address", ["/questions", "/questions/findings"])
@pytest.mark.parametrize("who", ["candidate", "centre_manager", "invigilator"])
def test_a07_lists_do_not_exist_for_others(request, bank, who, address):
    assert request.getfixturevalue(who).get(address).status_code == 404
