"""A portrait: the chosen part of a photo, black and white, before a plain wall."""

from io import BytesIO

import pytest
from PIL import Image

from eligibility.domain.papers import Needed, PaperKind
from eligibility.queries import papers as kept
from eligibility.services import papers as services
from kernel import clock
from kernel.errors import NotFound, Refused
from storage.transaction import transaction
from tests.support.pictures import a_pdf, a_photo, a_portrait, jpeg, opened
from tests.support.sending import audited, known, refusal, sends

# --- the portrait ------------------------------------------------------------------------------------------------------


def portrays(person, content, **more):
    return sends(person, "/portraits?lang=en", content, "我.jpg", **more)


def test_the_chosen_part_of_a_photo_becomes_a_black_and_white_portrait(app, candidate, invigilator, registrar):
    share = 1200 * 25 / 35 / 1600
    box = f"{(1 - share) / 2:.5f} 0 {share:.5f} 1"

    assert portrays(candidate, jpeg(a_photo(wall="blue")), box=box).status_code == 302

    shown = opened(candidate.get(f"/papers/{known(app, candidate)[0].id}/picture").data)
    assert (shown.mode, shown.size) == ("L", (590, 826))
    for person, looks in ((candidate, 0), (invigilator, 1), (registrar, 2)):
        actor = person.actor
        with app.app_context(), transaction(read_only=True):
            found = services.portrait_bytes(candidate.id, actor=actor, watcher_ids=[invigilator.id], now=clock.now())
        assert found[:2] == b"\xff\xd8"
        assert len(audited(app, "read_portrait")) == looks


def test_a_photo_that_was_turned_first_is_cropped_as_it_was_seen(app, candidate):
    lying = a_portrait("white", (600, 840)).transpose(Image.Transpose.ROTATE_90)

    assert "25 mm wide" in refusal(portrays(candidate, jpeg(lying)))
    assert portrays(candidate, jpeg(lying), turn="1", box="0 0 1 1").status_code == 302


@pytest.mark.parametrize(
    ("content", "more", "said"),
    [
        pytest.param(jpeg(a_portrait("bookshelf")), {}, "background is not plain", id="bookshelf"),
        pytest.param(jpeg(a_portrait("white", (250, 350))), {}, "at least 295", id="small"),
        pytest.param(jpeg(a_portrait()), {"box": "0.4 0.4 0.2 0.2"}, "it has 120", id="a part too small"),
        pytest.param(jpeg(a_portrait()), {"box": "0 0 2 2"}, "outside the picture", id="outside"),
        pytest.param(jpeg(a_portrait()), {"box": "x"}, "outside the picture", id="no numbers"),
        pytest.param(a_pdf(), {}, "has to be a picture", id="pdf"),
    ],
)
def test_a_portrait_that_will_not_do_is_refused_with_what_to_do(app, candidate, content, more, said):
    assert said in refusal(portrays(candidate, content, **more))
    assert known(app, candidate) == ()


def test_nobody_else_gets_a_portrait(app, candidate, other_candidate, examiner, centre_manager, invigilator):
    portrays(candidate, jpeg(a_portrait()))
    watching = [other_candidate.id, examiner.id, None]

    for person in (other_candidate, examiner, centre_manager, invigilator):
        actor = person.actor
        with app.app_context(), transaction(read_only=True), pytest.raises(NotFound):
            services.portrait_bytes(candidate.id, actor=actor, watcher_ids=watching, now=clock.now())
    actor = other_candidate.actor
    with app.app_context(), transaction(read_only=True), pytest.raises(NotFound):
        services.portrait_bytes(other_candidate.id, actor=actor, now=clock.now())


def test_a_portrait_can_be_kept_by_the_same_service_as_other_papers(app, candidate):
    actor = candidate.actor
    with app.app_context(), transaction():
        services.keep_paper(actor, "portrait", name="a.jpg", stream=BytesIO(jpeg(a_portrait())), now=clock.now())
        assert kept.missing(candidate.id, (Needed(PaperKind.PORTRAIT), Needed(PaperKind.IDENTITY))) == (
            Needed(PaperKind.IDENTITY),
        )
        with pytest.raises(Refused):
            stream = BytesIO(jpeg(a_portrait("brick")))
            services.keep_paper(actor, "portrait", name="a.jpg", stream=stream, now=clock.now())
