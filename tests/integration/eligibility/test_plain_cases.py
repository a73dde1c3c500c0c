"""Plain cases approved together: each its own decision; what changed meanwhile is left out and named."""

import pytest

from eligibility.queries import applications as filed
from kernel import clock
from storage.transaction import transaction
from tests.support.papers import hand_in_everything

APPROVALS = "/desk/plain-cases/approvals"


@pytest.fixture
def two(app, scheme, graduate, other_candidate, applied, keeps):
    """Two applications on which nothing is open, as the page sends them."""
    keeps(other_candidate, "education", degree="bachelor", field="same", awarded="2020-07-01")
    with app.app_context(), transaction():
        hand_in_everything(other_candidate.id, clock.now())
    other = other_candidate.post("/schemes/csm-national/levels/3/applications").location.split("/")[-1]
    return [f"{applied}:0", f"{other}:0"]


def test_without_every_paper_a_case_is_not_plain(app, graduate, applied, registrar, state_of):
    with app.app_context(), transaction():
        filed.application(applied).papers = []
    page = registrar.get("/desk/plain-cases?lang=en").text
    assert "Papers are missing, or" in page

    done = registrar.post(f"{APPROVALS}?lang=en", {"chosen": [f"{applied}:0"], "reason": "材料齐全。"}).text

    assert "0 applications are approved" in done
    assert state_of(applied) == "submitted"


def test_each_plain_case_becomes_a_decision_of_its_own(app, graduate, other_candidate, two, registrar):
    import accounts.queries

    page = registrar.get("/desk/plain-cases?lang=en").text
    assert graduate.name in page
    assert other_candidate.name in page
    assert all(value in page for value in two)

    done = registrar.post(f"{APPROVALS}?lang=en", {"chosen": two, "reason": "材料齐全。"})

    assert "2 applications are approved" in done.text
    with app.app_context():
        decided = [entry for entry in accounts.queries.audit_entries() if entry.action == "decide_application"]
        assert len(decided) == 2
        for person in (graduate, other_candidate):
            assert filed.approved(person.id, "csm-national", 3) is not None


def test_those_changed_meanwhile_are_left_out_and_named(
    app, graduate, other_candidate, applied, two, registrar, state_of
):
    registrar.post(f"/desk/applications/{applied}/decision", {"decision": "ask", "reason": "请补充。"})
    graduate.post(f"/applications/{applied}/answer")

    done = registrar.post(f"{APPROVALS}?lang=en", {"chosen": two, "reason": "材料齐全。"}).text

    assert "1 application is approved" in done
    assert "It was changed in the meantime." in done
    assert graduate.name in done
    assert state_of(applied) == "submitted"


def test_what_somebody_else_holds_is_left_out(app, applied, two, registrar, state_of):
    from kernel.actor import Role
    from tests.support.people import Somebody

    Somebody(app, "孙考务", Role.REGISTRAR).post(f"/desk/applications/{applied}/claim")

    done = registrar.post(f"{APPROVALS}?lang=en", {"chosen": two, "reason": "材料齐全。"}).text

    assert "Another registrar has it on the desk." in done
    assert state_of(applied) == "submitted"


def test_nothing_is_approved_without_a_reason_or_a_choice(two, registrar, applied, state_of):
    for form in ({"chosen": two, "reason": ""}, {"reason": "材料齐全。"}):
        assert registrar.post(APPROVALS, form).status_code == 422
    done = registrar.post(APPROVALS, {"chosen": ["nonsense", "x:y"], "reason": "材料齐全。"})
    assert done.status_code == 200
    assert state_of(applied) == "submitted"


@pytest.mark.parametrize("role", ["candidate", "examiner", "centre_manager", "invigilator", "administrator"])
def test_a22_nobody_but_a_registrar_approves_together(two, applied, state_of, role, request):
    person = request.getfixturevalue(role)

    assert person.get("/desk/plain-cases").status_code == 403
    assert person.post(APPROVALS, {"chosen": two, "reason": "我自己"}).status_code == 403
    assert state_of(applied) == "submitted"
