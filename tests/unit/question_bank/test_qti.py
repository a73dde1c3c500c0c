"""Packages of QTI: items of each version as other systems write them."""

import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from kernel.words import Words
from question_bank.domain.intake import Accepted, Target, take
from question_bank.domain.kind import Cognitive, Kind
from question_bank.domain.numeric import Tolerance
from question_bank.domain.pictures import pictures_of
from question_bank.domain.question import Matching, MultipleChoice, Numeric, Ordering, ShortText, SingleChoice
from question_bank.services.formats.choice import Format, entries
from tests.support.pictures import png
from tests.support.qti import CHOICE, ITEM_2, ITEM_3, MAP_2, MATCH_2, MATCH_3, THREE, choices, declared, item, package

TARGET = Target(scheme="csm-national", level=3)
PNG = png(Image.new("RGB", (8, 8), "red"))


def taken(data, target=TARGET):
    return list(take("pack.zip", entries(data, Format.QTI), target))


def only(*inside, form=ITEM_2):
    (one,) = taken(item(*inside, form=form).encode())
    assert isinstance(one, Accepted), one
    return one.item


def test_an_item_comes_in_with_its_number_and_what_it_is_filed_under():
    (one,) = taken(package(CHOICE, keywords=["掌握", "function:overview", "difficulty:0.3"], folder="my pack/"))

    assert (one.item.id, one.item.function) == ("attended", "overview")
    assert (one.item.cognitive, one.item.difficulty) == (Cognitive.MASTER, 0.3)
    assert one.item.content == SingleChoice(
        stem=Words("", "Look at the **text**.\n\nWhat does it say?"),
        options=tuple(Words("", text) for text in THREE),
        correct=1,
    )
    assert one.where == "pack.zip/my pack/items/0.xml:2"


ITEM_OF_3 = """
<qti-response-declaration identifier="RESPONSE" cardinality="multiple" base-type="identifier">
  <qti-correct-response><qti-value>H</qti-value><qti-value>O</qti-value></qti-correct-response>
</qti-response-declaration>
<qti-outcome-declaration identifier="FEEDBACK" cardinality="single" base-type="identifier"/>
<qti-item-body>
  <div><p>Which of these are <em>elements</em> of water?</p></div>
  <qti-choice-interaction response-identifier="RESPONSE" shuffle="false" max-choices="0">
    <qti-simple-choice identifier="H">Hydrogen</qti-simple-choice>
    <qti-simple-choice identifier="He">Helium<qti-feedback-inline outcome-identifier="FEEDBACK" identifier="He"
      show-hide="show">No!</qti-feedback-inline></qti-simple-choice>
    <qti-simple-choice identifier="O">Oxygen</qti-simple-choice>
  </qti-choice-interaction>
  <qti-rubric-block view="scorer"><qti-content-body><p>Two marks.</p></qti-content-body></qti-rubric-block>
</qti-item-body>"""
FEEDBACK_OF_3 = (
    '<qti-modal-feedback outcome-identifier="FEEDBACK" identifier="all" show-hide="show"><qti-content-body>'
    "<p>Water is H<sub>2</sub>O.</p></qti-content-body></qti-modal-feedback>"
)


def test_an_item_of_the_newest_version_has_the_same_in_other_names():
    found = only(ITEM_OF_3, MATCH_3, FEEDBACK_OF_3, form=ITEM_3)

    assert isinstance(found.content, MultipleChoice)
    assert found.content.stem.en == "Which of these are *elements* of water?"
    assert [option.en for option in found.content.options] == ["Hydrogen", "Helium", "Oxygen"]
    assert found.content.correct == {0, 2}
    assert found.rationale.en == "Water is H₂O."


def test_both_languages_stand_side_by_side():
    body = choices(
        '<div xml:lang="zh-CN">同事</div><div xml:lang="en-GB">A colleague</div>',
        '<span xml:lang="zh">经销商</span> <span xml:lang="en">A dealer</span>',
        "KPI 2026",
        prompt='<span xml:lang="zh">谁是客户？</span><span xml:lang="en">Who is it?</span>',
    ).replace("<p>Look at the <strong>text</strong>.</p>", "")
    content = only(declared("C1"), body, MATCH_2).content

    assert content.stem == Words("谁是客户？", "Who is it?")
    assert content.options == (Words("同事", "A colleague"), Words("经销商", "A dealer"), Words("KPI 2026", "KPI 2026"))


def test_two_choices_that_say_true_and_false_are_a_statement():
    found = only(declared("C2"), choices("True", "False", prompt="Colleagues are no customers."))

    assert (found.kind, found.content.correct) == (Kind.TRUE_FALSE, False)


def test_what_counts_equally_is_right():
    counts = (("C1", 1), ("C3", 1), ("C2", -2))
    found = only(declared(cardinality="multiple", counts=counts), choices(*THREE, more='maxChoices="0"'), MAP_2)

    assert found.content.correct == {0, 2}


def test_an_order_is_read_from_the_right_answer():
    body = choices("Find the cause", "Register", "Answer", kind="orderInteraction", more="")
    content = only(declared("C2", "C1", "C3", cardinality="ordered"), body, MATCH_2).content

    assert isinstance(content, Ordering)
    assert content.correct == (1, 0, 2)


def members(names, tag="simpleAssociableChoice"):
    return "".join(f'<{tag} identifier="{name[0]}" matchMax="1">{name}</{tag}>' for name in names)


PAIRS = declared("A D", "B E", cardinality="multiple", base="directedPair")


@pytest.mark.parametrize("turned", [False, True], ids=["rows first", "columns first"])
def test_a_match_has_one_for_each_row(turned):
    sets = [
        f"<simpleMatchSet>{members(names)}</simpleMatchSet>" for names in (["Agent", "Bill"], ["Dial", "Eat", "Fix"])
    ]
    pairs = PAIRS.replace("A D", "D A").replace("B E", "E B") if turned else PAIRS
    asked = (
        f'<matchInteraction responseIdentifier="RESPONSE">{"".join(sets[::-1] if turned else sets)}</matchInteraction>'
    )
    content = only(pairs, f"<itemBody><p>Who does what?</p>{asked}</itemBody>", MATCH_2).content

    assert isinstance(content, Matching)
    assert [prompt.en for prompt in content.prompts] == ["Agent", "Bill"]
    assert [option.en for option in content.options] == ["Dial", "Eat", "Fix"]
    assert content.correct == (0, 1)


def test_an_association_asks_for_the_first_of_each_pair():
    asked = members(["Agent", "Bill", "Dial", "Eat", "Fix"])
    body = f'<itemBody><p>Who?</p><associateInteraction responseIdentifier="RESPONSE">{asked}</associateInteraction></itemBody>'
    content = only(PAIRS.replace("directedPair", "pair"), body).content

    assert ([prompt.en for prompt in content.prompts], content.correct) == (["Agent", "Bill"], (0, 1))


def entry(text="<p>A team took 40 calls in 200 minutes, that is {} minutes each.</p>"):
    blank = '<textEntryInteraction responseIdentifier="RESPONSE" expectedLength="5"/>'
    return f"<itemBody>{text.format(blank)}</itemBody>"


def near(mode, tolerance):
    return (
        "<responseProcessing><responseCondition><responseIf>"
        f'<equal toleranceMode="{mode}" tolerance="{tolerance}"><variable identifier="RESPONSE"/><correct '
        'identifier="RESPONSE"/></equal><setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue>'
        "</setOutcomeValue></responseIf></responseCondition></responseProcessing>"
    )


@pytest.mark.parametrize(
    ("processing", "tolerance"),
    [
        ("", Tolerance()),
        (MATCH_2, Tolerance()),
        (near("absolute", "0.5 0.5"), Tolerance(size=Decimal("0.5"))),
        (near("relative", "2"), Tolerance(size=Decimal(2), percent=True)),
    ],
    ids=["not said", "exact", "absolute", "relative"],
)
def test_a_number_has_the_tolerance_with_which_it_is_marked(processing, tolerance):
    content = only(declared("5", base="float"), entry(), processing).content

    assert isinstance(content, Numeric)
    assert content.stem.en.replace("\\", "") == "A team took 40 calls in 200 minutes, that is ____ minutes each."
    assert (content.correct, content.tolerance) == (Decimal(5), tolerance)


def test_a_short_text_is_whatever_counts():
    counts = (("Pareto chart", 1), ("Pareto diagram", 1), ("histogram", 0))
    content = only(
        declared("Pareto chart", base="string", counts=counts), entry("<p>What is it called?</p><p>{}</p>"), MAP_2
    )

    assert content.content == ShortText(
        stem=Words("", "What is it called?"), accepted=("Pareto chart", "Pareto diagram")
    )


STIMULUS = """<qti-assessment-stimulus xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="S1" title="A mall">
<qti-stimulus-body><p>某商场周末接到咨询。</p><img src="pictures/chart.png" alt="chart"/></qti-stimulus-body></qti-assessment-stimulus>"""


def test_a_shared_text_makes_a_group_with_its_picture():
    refers = '<qti-assessment-stimulus-ref identifier="S1" href="../texts/mall.xml"/>'
    first, second = (
        item(ITEM_OF_3.replace("<qti-item-body>", f"{refers}<qti-item-body>"), MATCH_3, name=name, form=ITEM_3)
        for name in ("one", "two")
    )
    files = [("texts/mall.xml", STIMULUS), ("texts/pictures/chart.png", PNG)]
    one, two = taken(package(first, second, files=files, kind="imsqti_item_xmlv3p0"))
    (shown,) = pictures_of(one.item)

    assert one.item.group.text == two.item.group.text
    assert (one.item.group.id, one.item.group.number, two.item.group.number) == (two.item.group.id, 1, 2)
    assert one.item.group.text.zh == f"某商场周末接到咨询。\n\n![chart](picture:{shown})"
    assert one.pictures == {shown: PNG}


HOSTILE = (
    '<itemBody><p onclick="hacked()">Who?</p><script>hacked()</script><iframe src="//elsewhere.example"/><img '
    'src="https://elsewhere.example/x.png" alt="x" onerror="hacked()"/><style>@import "//elsewhere.example/x"</style>'
)


def test_what_runs_or_is_fetched_from_elsewhere_is_gone():
    content = only(declared("C2"), choices(*THREE).replace("<itemBody>", HOSTILE), MATCH_2).content

    assert content.stem.en.startswith("Who?")
    assert not any(word in content.stem.en for word in ("hacked", "elsewhere", "script", "import", "<"))


TEMPLATE = '<templateDeclaration identifier="N" cardinality="single" baseType="integer"/>'
ESSAY = '<itemBody><extendedTextInteraction responseIdentifier="RESPONSE"/></itemBody>'
NOT_TAKEN = [
    pytest.param(item(declared(), ESSAY), "question_kind_not_taken", id="an essay"),
    pytest.param(item("<itemBody><p>Read this.</p></itemBody>"), "question_qti_nothing_asked", id="nothing asked"),
    pytest.param(item(declared("C1"), TEMPLATE, choices(*THREE)), "question_qti_changing", id="one that changes"),
    pytest.param(
        item(declared("C1"), choices(*THREE).replace("</itemBody>", ESSAY[10:])), "question_qti_several", id="two at once"
    ),
    pytest.param(
        item(declared(cardinality="multiple", counts=(("C1", 2), ("C2", 1))), choices(*THREE, more=""), MAP_2),
        "question_weights",
        id="weights",
    ),
    pytest.param(item(declared("C9"), choices(*THREE)), "question_qti_unknown_key", id="a key that is no choice"),
    pytest.param(item(declared(), choices(*THREE)), "question_no_key", id="no key"),
    pytest.param(
        item(declared("5", base="float"), entry(), near("absolute", "1 2")), "question_qti_marking", id="two tolerances"
    ),
    pytest.param(
        item(declared("a", base="string"), entry(), "<responseProcessing><patternMatch/></responseProcessing>"),
        "question_qti_marking",
        id="a pattern",
    ),
    pytest.param(
        item(declared("C1"), choices(*THREE, prompt='<math xmlns="http://www.w3.org/1998/Math/MathML"/>')),
        "question_media",
        id="a formula",
    ),
    pytest.param(
        item(declared("C1"), choices(*THREE, prompt='<img src="../../../x.png" alt="x"/>')),
        "question_picture_missing",
        id="a picture outside",
    ),
    pytest.param(
        item(PAIRS, f'<itemBody><associateInteraction responseIdentifier="RESPONSE">{members(["A", "D"])}</associateInteraction></itemBody>'),
        "question_not_one_to_one",
        id="pairs of what is not there",
    ),
    pytest.param("<assessmentTest/>", "question_qti_no_item", id="a whole paper"),
    pytest.param("<assessmentItem>", "question_xml_broken", id="broken"),
    pytest.param("<!DOCTYPE x [<!ENTITY a 'b'>]>" + CHOICE[39:], "question_xml_document_type", id="an entity"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "code"), NOT_TAKEN)
def test_what_is_not_taken_is_told_with_its_place_and_reason_and_the_rest_is_taken(written, code):
    reason, good = taken(package(written, CHOICE))

    assert reason.refusal.code == code
    assert reason.where.startswith("pack.zip/items/0.xml:")
    assert isinstance(good, Accepted)


def test_an_item_that_the_list_names_but_nobody_packed_is_told():
    data = package(CHOICE, CHOICE)
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist()[:-1]:
            target.writestr(name, source.read(name))
    assert [each.refusal.code for each in taken(out.getvalue())[1:]] == ["question_package_lacks"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [("imsqti_xmlv1p2", "question_qti_first_version"), ("webcontent", "question_file_without_questions")],
)
def test_a_package_without_items_of_ours_says_what_it_is(kind, code):
    with pytest.raises(Exception, match=code):
        taken(package(CHOICE, kind=kind))
