"""How papers are called and what is good to know about each."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from eligibility.domain.papers import PaperKind

PAPER_TITLES: dict[PaperKind, LazyString] = {
    PaperKind.PORTRAIT: _l("Portrait"),
    PaperKind.IDENTITY: _l("Identity document"),
    PaperKind.DEGREE: _l("Degree certificate"),
    PaperKind.EMPLOYMENT: _l("Employer's proof of employment"),
    PaperKind.CERTIFICATE: _l("Certificate"),
    PaperKind.TRAINING: _l("Completion certificate of the training"),
    PaperKind.ENROLMENT: _l("Proof of enrolment"),
    PaperKind.TITLE: _l("Certificate of the technical title"),
    PaperKind.STUDENT_CERTIFICATE: _l("Student's vocational certificate"),
}

PAPER_HINTS: dict[PaperKind, LazyString] = {
    PaperKind.PORTRAIT: _l("Recent, without a hat, before a plain wall. It stands on your admission ticket."),
    PaperKind.IDENTITY: _l("The page with the photo; of an identity card both sides in one picture or one PDF."),
    PaperKind.DEGREE: _l("The whole certificate with its number and seal."),
    PaperKind.EMPLOYMENT: _l("On the employer's paper, with the period, the work you do, a seal and a signature."),
    PaperKind.CERTIFICATE: _l("The whole certificate with its number."),
    PaperKind.TRAINING: _l("With the number of hours, the level and the seal of the training centre."),
    PaperKind.ENROLMENT: _l("A letter of your school, not older than three months."),
    PaperKind.TITLE: _l("The whole certificate with its grade and seal."),
    PaperKind.STUDENT_CERTIFICATE: _l("The whole certificate with its number."),
}

SENTENCES: dict[str, LazyString] = {
    "paper_too_many": _l("You have handed in %(most)s files already, which is the limit. Write to the registrars."),
    "portrait_type": _l("A portrait has to be a picture (JPEG or PNG)."),
    "portrait_box": _l("The chosen part lies outside the picture. Choose it again."),
    "portrait_small": _l(
        "The chosen part is too small: at least %(width)s × %(height)s points are needed, and it has %(have)s. "
        "Choose a larger part, or a photo with a higher resolution."
    ),
    "portrait_shape": _l("A portrait is 25 mm wide and 35 mm high. Choose such a part of the picture."),
    "portrait_empty": _l("There is nobody to be seen on this picture."),
    "portrait_background": _l(
        "The background is not plain: there are patterns, edges or strong shadows beside or above the head. "
        "Take the photo before a plain wall in even light, or choose the part so that only the wall is around the head."
    ),
}
