"""Items of QTI and packages of them, as other systems write these."""

import zipfile
from io import BytesIO

ITEM_2 = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.imsglobal.org/xsd/imsqti_v2p1 '
    'http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd" identifier="{name}" title="An item" adaptive="false" '
    'timeDependent="false">{inside}</assessmentItem>'
)
ITEM_3 = (
    '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="{name}" title="An item" '
    'adaptive="false" time-dependent="false" xml:lang="en">{inside}</qti-assessment-item>'
)
MATCH_2 = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'
MAP_2 = MATCH_2.replace("match_correct", "map_response")
MATCH_3 = '<qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>'


def item(*inside, name="attended", form=ITEM_2):
    return form.format(name=name, inside="".join(inside))


def declared(*right, cardinality="single", base="identifier", counts=(), name="RESPONSE"):
    values = "".join(f"<value>{value}</value>" for value in right)
    entries = "".join(f'<mapEntry mapKey="{key}" mappedValue="{count}"/>' for key, count in counts)
    mapping = f'<mapping defaultValue="0">{entries}</mapping>' if entries else ""
    correct = f"<correctResponse>{values}</correctResponse>" if right else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">{correct}{mapping}'
        "</responseDeclaration>"
    )


def choices(*texts, kind="choiceInteraction", more='maxChoices="1"', prompt="What does it say?"):
    offered = "".join(f'<simpleChoice identifier="C{n}">{text}</simpleChoice>' for n, text in enumerate(texts, start=1))
    return (
        f'<itemBody><p>Look at the <strong>text</strong>.</p><{kind} responseIdentifier="RESPONSE" shuffle="true" {more}>'
        f"<prompt>{prompt}</prompt>{offered}</{kind}></itemBody>"
    )


THREE = ("You must stay.", "Do not let your luggage out of your sight.", "Somebody looks after it.")
CHOICE = item(declared("C2"), choices(*THREE), MATCH_2)


def package(*items, files=(), kind="imsqti_item_xmlv2p1", folder="", keywords=()):
    """A package of these items, each with the same words under which it is filed."""
    words = "".join(f"<lom:keyword><lom:string>{word}</lom:string></lom:keyword>" for word in keywords)
    filed = f'<metadata><lom:lom xmlns:lom="http://ltsc.ieee.org/xsd/LOM"><lom:general>{words}</lom:general></lom:lom></metadata>'
    listed = "".join(
        f'<resource identifier="r{n}" type="{kind}" href="items/{n}.xml">{filed}<file href="items/{n}.xml"/></resource>'
        for n in range(len(items))
    )
    manifest = (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><organizations/>'
        f"<resources>{listed}</resources></manifest>"
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr(f"{folder}imsmanifest.xml", manifest)
        for n, content in enumerate(items):
            zipped.writestr(f"{folder}items/{n}.xml", content)
        for name, content in files:
            zipped.writestr(f"{folder}{name}", content)
    return out.getvalue()
