"""Files as people save them: in any encoding of Chinese authors, and no other is guessed at."""

import pytest

from kernel.errors import BadInput
from question_bank.domain.intake import Target, take
from question_bank.services.formats.choice import Format, entries
from question_bank.services.formats.encoding import decoded_xml
from tests.support.questions import QUESTION, yaml_of

GOOD = yaml_of(QUESTION)
TARGET = Target(scheme="csm-national", level=3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_may_be_in_any_encoding_that_chinese_authors_use(encoding):
    (accepted,) = take("f", entries(GOOD.encode(encoding), Format.YAML), TARGET)

    assert accepted.item.content.stem.zh == QUESTION["stem"]["zh"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("Où est le café? Élève! Un été à l'école".encode("latin-1"), id="French in Latin-1"),
        pytest.param("客户".encode("utf-16-le"), id="UTF-16 without its mark"),
        pytest.param(GOOD.encode() + b"\xff\xff", id="damaged"),
    ],
)
def test_a_file_in_another_encoding_is_told_so(data):
    with pytest.raises(BadInput) as refused:
        entries(data, Format.YAML)

    assert refused.value.refusal.code == "question_wrong_encoding"


@pytest.mark.parametrize("declared", ["GB2312", "gbk", "gb18030", "utf-8", "utf-16"])
def test_an_xml_file_says_itself_in_which_encoding_it_is(declared):
    text = f'<?xml version="1.0" encoding="{declared}"?>\r\n<quiz>客户</quiz>'

    assert decoded_xml(text.encode(declared)) == '<?xml version="1.0"?>\n<quiz>客户</quiz>'


def test_an_xml_file_that_says_nothing_may_be_in_any():
    assert decoded_xml("<quiz>客户</quiz>".encode("gb18030")) == "<quiz>客户</quiz>"


@pytest.mark.parametrize("declared", ["utf-8", "rot13", "no-such-encoding"])
def test_an_xml_file_that_lies_is_refused(declared):
    with pytest.raises(BadInput):
        decoded_xml(f'<?xml version="1.0" encoding="{declared}"?><quiz>客户</quiz>'.encode("gbk"))
