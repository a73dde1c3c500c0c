"""The words for files that are refused, wherever they are sent."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "file_missing": _l("Choose a file first."),
    "file_empty": _l("The file is empty. Choose another one."),
    "file_too_large": _l(
        "The file is larger than %(most)s MB. Make it smaller, or take the picture with fewer points."
    ),
    "file_type_refused": _l("Only these files are taken: %(types)s."),
    "file_of_a_phone": _l(
        "This is a HEIC picture, which not everybody can open. On an iPhone choose Settings, Camera, Formats, "
        "“Most Compatible”, and take it again; or send a screenshot of it."
    ),
    "file_damaged": _l("The file is damaged and cannot be opened. Save or scan it again."),
    "file_too_many_points": _l("The picture has more than %(most)s million points. Make it smaller first."),
    "file_encrypted": _l("The PDF is protected by a password. Save it without one."),
    "file_too_many_pages": _l("The PDF has more than %(most)s pages. Send only those that matter."),
}
