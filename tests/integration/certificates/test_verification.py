"""A stranger checks a certificate by its number, its printed code or the file, and gets a plain answer."""

import json

import pytest

from certificates.services.paper import verification_address
from web.security import limiter


def upload(visitor, content, language="en"):
    part = b'Content-Disposition: form-data; name="document"; filename="certificate.pdf"\r\n'
    body = b"--edge\r\n" + part + b"Content-Type: application/pdf\r\n\r\n" + content + b"\r\n--edge--\r\n"
    return visitor.post(
        f"/verify/files?lang={language}", body, headers={"Content-Type": "multipart/form-data; boundary=edge"}
    )


def test_by_number_everything_that_was_certified_is_shown(visitor, certificate):
    page = visitor.get(f"/verify/{certificate.number}?lang=en")

    assert page.status_code == 200
    for words in (
        "<h1>Valid</h1>",
        "王小明",
        "Customer Service Manager · Level 3",
        certificate.number,
        "2 March 2026",
        "2 March 2029",
    ):
        assert words in page.text
    assert 'content="noindex"' in page.text


def test_in_chinese_too(visitor, certificate):
    page = visitor.get(f"/verify/{certificate.number}?lang=zh").text

    for words in ("<h1>有效</h1>", "客户服务管理师 · 三级", "2026年3月2日", "发证机构"):
        assert words in page


def test_however_the_number_is_typed(visitor, certificate):
    answer = visitor.get("/verify/search", query_string={"number": f" {certificate.number.lower().replace('-', ' ')}"})

    assert answer.location == f"/verify/{certificate.number}"


def test_a_slip_of_the_pen_is_told_beside_the_field(visitor, certificate):
    wrong = certificate.number[:-1] + ("2" if certificate.number[-1] != "2" else "3")

    page = visitor.get("/verify/search", query_string={"number": wrong, "lang": "en"})

    assert page.status_code == 422
    assert "There is a slip in this number" in page.text
    assert wrong in page.text


@pytest.mark.parametrize(
    "address",
    [
        "/verify/2222-2222-2222-2222",
        "/verify/t/abc",
        "/verify/t/" + "x" * 500,
        "/verify/search?number=2222222222222222",
    ],
)
def test_a59_what_is_not_in_the_register_is_not_found(visitor, certificate, address):
    page = visitor.get(address, query_string=None if "?" in address else {"lang": "en"})

    assert page.status_code == 404
    assert "王小明" not in page.text


def test_a59_asking_too_often_is_stopped(app, certificate):
    app.config["PUBLIC_LIMIT"] = "5/minute"
    limiter.reset()
    browser = app.test_client()

    answers = [browser.get("/verify/2222-2222-2222-2222").status_code for _ in range(8)]
    limiter.reset()

    assert answers == [404] * 5 + [429] * 3


def test_the_printed_code_leads_to_the_answer(app, visitor, certificate):
    with app.app_context():
        address = verification_address(certificate.token)

    assert "<h1>有效</h1>" in visitor.get(address.removeprefix("http://127.0.0.1:8000")).text


def test_the_number_is_not_in_the_code_nor_the_code_in_the_page(visitor, certificate):
    page = visitor.get(f"/verify/{certificate.number}").text

    assert certificate.token not in page
    assert certificate.number.replace("-", "") not in certificate.token


def test_after_the_last_day_it_is_expired(visitor, certificate, the_clock):
    the_clock.moves_on(days=3 * 365 + 1)
    assert "<h1>有效</h1>" in visitor.get(f"/verify/{certificate.number}").text
    the_clock.moves_on(days=1)
    assert "<h1>已过期</h1>" in visitor.get(f"/verify/{certificate.number}").text


def test_the_sealed_file_is_authentic(visitor, certificate):
    page = upload(visitor, certificate.pdf)

    assert "<h1>Valid</h1>" in page.text
    assert "stands in the register" in page.text


def test_a60_a_revoked_certificate_is_an_authentic_file_without_force(visitor, registrar, certificate):
    registrar.post(f"{certificate.url}/decisions", {"move": "revoke", "reason": "查实"})

    page = upload(visitor, certificate.pdf).text

    assert "<h1>Revoked</h1>" in page
    assert "<h1>Valid</h1>" not in page


def test_a60_a_changed_file_is_not_authentic_and_the_register_speaks(visitor, certificate):
    changed = bytearray(certificate.pdf)
    changed[len(changed) // 2] ^= 1

    page = upload(visitor, bytes(changed)).text

    assert "<h1>Not authentic</h1>" in page
    assert "was changed after it was issued" in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"GIF89a", "This is not a PDF document"),
        (b"%PDF-1.7 <html><script>alert(1)</script>", "damaged or was altered"),
        (b"PK\x03\x04" + b"\0" * 5000, "This is not a PDF document"),
    ],
    ids=["a picture", "a document of two kinds", "an archive"],
)
def test_a39_other_files_get_a_plain_answer(visitor, certificate, content, words):
    page = upload(visitor, content)

    assert page.status_code == 200
    assert "<h1>Not authentic</h1>" in page.text
    assert words in page.text


def test_a46_a_file_that_is_too_large_is_refused(visitor, certificate):
    page = upload(visitor, b"%PDF-" + b"0" * (2 * 1024 * 1024))

    assert page.status_code == 422
    assert "larger than 2 MB" in page.text


def test_no_file_at_all_is_told(visitor, certificate):
    page = visitor.post("/verify/files?lang=en", {}, content_type="multipart/form-data")

    assert page.status_code == 422
    assert "Choose the PDF file" in page.text


def test_the_counter_shows_whose_signature_to_expect(visitor, certificate, app):
    from documents.issuer import issuer

    assert issuer.seal.certificate.sha256_fingerprint in visitor.get("/verify").text
    assert visitor.get("/verify/issuer.pem").text.startswith("-----BEGIN CERTIFICATE-----")
    assert "PRIVATE" not in visitor.get("/verify/issuer.pem").text


def test_operators_list_export_and_verify(app, certificate, tmp_path):
    run = app.test_cli_runner().invoke
    path = tmp_path / "out.pdf"

    listed = json.loads(run(args=["certificates", "list"]).stdout)
    exported = json.loads(run(args=["certificates", "export", certificate.number, str(path)]).stdout)
    verified = json.loads(run(args=["certificates", "verify", str(path)]).stdout)

    assert [(one["number"], one["status"], one["holder"]) for one in listed] == [
        (certificate.number, "valid", "王小明")
    ]
    assert path.read_bytes() == certificate.pdf
    assert exported["number"] == certificate.number
    assert (verified["authentic"], verified["reason"], verified["status"]) == (True, "authentic", "valid")
    assert verified["expires"] == "2029-03-02"


def test_an_operator_makes_the_issuers_key_once(app):
    run = app.test_cli_runner().invoke

    made, again = (json.loads(run(args=["certificates", "make-key"]).stdout) for _ in range(2))

    assert made == again
    assert made["folder"].endswith("/data/issuer")


def test_operators_hear_clearly_of_bad_input(app, certificate, tmp_path):
    run = app.test_cli_runner().invoke
    other = tmp_path / "other.pdf"
    other.write_bytes(b"hello")

    unknown = run(args=["certificates", "export", "2222-2222-2222-2222", str(other)])
    missing = run(args=["certificates", "verify", str(tmp_path / "nothing.pdf")])
    strange = json.loads(run(args=["certificates", "verify", str(other)]).stdout)

    assert (unknown.exit_code, missing.exit_code) == (1, 1)
    assert "no certificate with this number" in unknown.stderr
    assert "nothing.pdf" in missing.stderr
    assert (strange["authentic"], strange["reason"], strange["number"]) == (False, "not_a_pdf", None)
