"""What strangers, curious colleagues and hostile texts get on the way to admission."""

import pytest

from kernel.actor import Role
from tests.support.people import Somebody

SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
ELSEWHERE = ["//evil.example", "https://evil.example", "/\\evil.example", "csm-national.3//evil.example"]


def test_a31_a_script_in_the_name_of_an_employer_is_read_as_text(app, graduate, keeps, registrar):
    keeps(graduate, "employment", start="2021-05-10", end=None, occupation="same", place=SCRIPT)
    sent = graduate.post("/schemes/csm-national/levels/3/applications")
    assert sent.status_code == 302

    pages = [
        graduate.get(sent.location).text,
        registrar.get(f"/desk{sent.location}").text,
        graduate.get("/evidence").text,
    ]

    for page in pages:
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize(
    "address",
    ["/evidence/education/new/degree?for={}&then={}", "/portrait?for={}&then={}", "/account/identity?next={}&then={}"],
)
def test_a38_no_page_of_the_form_leads_elsewhere(scheme, candidate, address, elsewhere):
    page = candidate.get(address.format(elsewhere, elsewhere))

    assert page.status_code == 200
    assert 'href="//evil' not in page.text
    assert "https://evil.example" not in page.text.replace("%3A", ":").replace("%2F", "/").split("lang=")[0]


@pytest.mark.parametrize("role", [Role.CENTRE_MANAGER, Role.EXAMINER, Role.INVIGILATOR, Role.ADMINISTRATOR])
def test_a23_an_application_is_not_there_for_who_has_no_business_with_it(app, applied, graduate, role):
    curious = Somebody(app, "好奇者", role)
    (paper,) = {str(each["id"]) for each in _application(app, applied).papers if each["kind"] == "portrait"}

    for address in (
        f"/applications/{applied}",
        f"/desk/applications/{applied}",
        f"/papers/{paper}",
        f"/desk/papers/{paper}",
    ):
        assert curious.get(address).status_code == 404
    for address in (f"/desk/applications/{applied}/decision", f"/applications/{applied}/withdraw"):
        assert curious.post(address, {"decision": "approve", "reason": "x"}).status_code == 404


def _application(app, application_id):
    from eligibility.queries.applications import application

    with app.app_context():
        return application(application_id)
