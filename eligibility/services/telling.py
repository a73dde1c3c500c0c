"""What applicants are told of each decision and question, in both languages."""

from datetime import datetime

from eligibility.domain.application import ApplicationMove
from eligibility.domain.periods import ANSWER_WITHIN_DAYS, last_day
from eligibility.models.applications import Application, ApplicationStep
from kernel.dates import day_in_words
from kernel.words import Words
from messages.services import notify
from schemes.domain.scheme import Admission, Scheme

SUBJECTS = {
    ApplicationMove.APPROVE: Words(zh="您的申请已获批准", en="Your application is approved"),
    ApplicationMove.REFUSE: Words(zh="您的申请未获批准", en="Your application is refused"),
    ApplicationMove.ASK: Words(zh="您的申请需要补充材料", en="Your application needs more from you"),
    ApplicationMove.GRANT: Words(
        zh="申诉成立，您的申请已获批准", en="Your appeal is granted: the application is approved"
    ),
    ApplicationMove.UPHOLD: Words(zh="申诉未成立，维持原决定", en="Your appeal is decided: the refusal stands"),
}

OPENINGS = {
    ApplicationMove.APPROVE: Words(
        zh="您可以报名参加{title}（{level}）的考试。审核意见：{why}",
        en="You may enter the examinations for {title}, {level}. The registrar's reason: {why}",
    ),
    ApplicationMove.REFUSE: Words(
        zh="您的{title}（{level}）申请未获批准。理由：{why}\n您可以补充材料后重新申请，也可以在 {until} 之前（含当日）"
        "提出申诉，由另一位考务管理员重新审阅。",
        en="Your application for {title}, {level}, is refused. The reason: {why}\nYou can add to your evidence and "
        "apply again, or appeal until {until} (that day included); another registrar then reads it afresh.",
    ),
    ApplicationMove.ASK: Words(
        zh="审核您的{title}（{level}）申请时，考务管理员需要您补充：{why}\n"
        "请补充材料后在 {until} 之前（含当日）再次提交。",
        en="To decide on your application for {title}, {level}, the registrar needs more: {why}\n"
        "Please add it and send the application in again until {until} (that day included).",
    ),
    ApplicationMove.GRANT: Words(
        zh="另一位考务管理员重新审阅了您的{title}（{level}）申请并予以批准，您可以报名参加考试。理由：{why}",
        en="Another registrar has read your application for {title}, {level}, afresh and approved it. "
        "You may enter the examinations. The reason: {why}",
    ),
    ApplicationMove.UPHOLD: Words(
        zh="另一位考务管理员重新审阅了您的{title}（{level}）申请，维持不予批准的决定。理由：{why}\n"
        "您可以补充材料后重新申请。",
        en="Another registrar has read your application for {title}, {level}, afresh, and the refusal stands. "
        "The reason: {why}\nYou can add to your evidence and apply again.",
    ),
}


MODULES_ONLY = Words(
    zh="\n此为模块考核的申请：各科目逐一考核、逐一记录，仅凭模块考核不颁发证书。满足完整认证的任一条件后，可再申请完整认证。",
    en="\nThis is about module assessment: its examinations are taken and recorded one by one, and no certificate "
    "follows from them alone. Once you meet a condition of the full qualification you can apply for that.",
)
"""What every message about an application for module assessment ends with."""


def tell(application: Application, scheme: Scheme, step: ApplicationStep, *, now: datetime) -> None:
    """A notice and a mail about what a registrar has just done."""
    level = scheme.level(application.level).title
    days = ANSWER_WITHIN_DAYS if step.move is ApplicationMove.ASK else scheme.appeal_days
    until = day_in_words(last_day(step.made_at, days, scheme.zone))
    opening = OPENINGS[step.move]
    about = MODULES_ONLY if application.admission is Admission.MODULES else Words("", "")
    body = Words(
        zh=opening.zh.format(title=scheme.title.zh, level=level.zh, why=_why(step).zh, until=until.zh) + about.zh,
        en=opening.en.format(title=scheme.title.en, level=level.en, why=_why(step).en, until=until.en) + about.en,
    )
    notify(
        person_id=application.candidate_id,
        subject=_subject(application, step),
        body=body,
        link=f"/applications/{application.id}",
        now=now,
    )


def _subject(application: Application, step: ApplicationStep) -> Words:
    subject = SUBJECTS[step.move]
    if application.admission is Admission.FULL:
        return subject
    return Words(zh=f"{subject.zh}（模块考核）", en=f"{subject.en} (module assessment)")


def _why(step: ApplicationStep) -> Words:
    ticked = [tick.words for tick in step.facts.ticked]
    return Words(
        zh="\n".join([*(f"· {words.zh}" for words in ticked), *filter(None, [step.reason])]),
        en="\n".join([*(f"· {words.en}" for words in ticked), *filter(None, [step.reason])]),
    )
