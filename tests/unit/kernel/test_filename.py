"""A file's name is safe to show, whatever somebody called it."""

import pytest

from kernel.filename import LONGEST_NAME, display_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("../../etc/报告.pdf", "报告.pdf", id="a path"),
        pytest.param("C:\\x\\a.pdf", "a.pdf", id="a Windows path"),
        pytest.param("a\u202efdp.exe\r\n", "afdp.exe", id="direction and control characters"),
        pytest.param("\0", "file", id="nothing left"),
    ],
)
def test_a32_a_files_name_is_safe_to_show(name, shown):
    assert display_name(name) == shown


def test_a32_of_an_endless_name_the_end_is_kept_because_it_tells_the_kind():
    assert display_name("报" * 300 + ".pdf") == "报" * (LONGEST_NAME - 4) + ".pdf"
