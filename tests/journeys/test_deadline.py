"""When the time is over a paper counts as handed in, with or without a browser."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from exam.domain.timing import NETWORK_GRACE
from kernel import clock
from kernel.actor import Role
from tests.support.at_the_paper import SAVED, save_line, sits_down
from tests.support.path_through_exams import looks_again

THE_TIME = timedelta(minutes=90)


def work_on(paper):
    from exam.queries.attempts import work

    with paper.platform.doing():
        return work(paper.attempt_id, clock.now())


def test_a_paper_counts_as_handed_in_at_its_deadline_with_the_browser_closed(platform, somebody):
    paper = sits_down(platform, somebody)
    page = paper.opens()
    for letter in "AB":
        page.keyboard.press(letter)
        page.keyboard.press("n")
    expect(save_line(page)).to_have_text(SAVED)
    assert len(paper.stored()) == 2
    page.close()
    paper.is_further_on(THE_TIME)

    page = paper.person.page = paper.person.context.new_page()
    paper.person.goes_to("/exams?lang=en")
    looks_again(page, page.get_by_text("handed in by time"))
    page.get_by_role("link", name="Receipt", exact=True).click()

    expect(page.get_by_role("main")).to_contain_text("The time was over, so your paper was handed in by itself")
    expect(page.get_by_role("main")).to_contain_text("2 of 60 questions")
    done = work_on(paper)
    assert done.ended_at - done.started_at == THE_TIME
    page.goto(paper.url)
    page.wait_for_url(re.compile("/receipt"))


def test_the_worker_closes_and_marks_what_nobody_handed_in(platform, somebody):
    paper = sits_down(platform, somebody, started_ago=THE_TIME + NETWORK_GRACE)
    number = work_on(paper).number
    registrar = somebody("钱考务", Role.REGISTRAR, lang="en")

    page = registrar.goes_to(f"/results/sittings/{paper.sitting_id}")
    looks_again(page, page.get_by_role("row", name=number).get_by_text("Not passed"))

    expect(page.get_by_role("row", name=number)).to_contain_text("0.00")
    done = work_on(paper)
    assert done.is_final
    assert done.ended_at - done.started_at == THE_TIME
