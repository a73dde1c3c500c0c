"""What centres hear of the examinations that their people have entered."""

import accounts.queries
import exam.queries.entries
from centres.queries import cohorts
from exam.domain.events import SittingChanged
from kernel.actor import Role
from kernel.words import Words
from messages.services import notify


def tell_managers(changed: SittingChanged) -> None:
    """The managers of a cohort hear when a sitting that its people have entered is moved or called off."""
    entered = exam.queries.entries.entered_people(changed.sitting_id)
    concerned = cohorts.joined_by_organisation(entered)
    for manager_id, organisation_id in accounts.queries.staff_of(concerned, Role.CENTRE_MANAGER):
        cohort_id, theirs = concerned[organisation_id]
        notify(
            person_id=manager_id,
            subject=Words("学员报名的场次有变", "A sitting of your cohort has changed"),
            body=Words(
                f"{changed.change_zh}贵机构有{theirs}名学员已报名，已分别通知本人。",
                f"{changed.change_en} {theirs} of your people had entered; each has been told.",
            ),
            link=f"/cohorts/{cohort_id}",
            now=changed.at,
        )
