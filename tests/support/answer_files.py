"""Answer files as the exam page makes them, and those who hand them in and decide on them."""

import json
import os
from base64 import b64decode, b64encode
from io import BytesIO

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def paper_of(person, attempt) -> dict:
    """The data on the candidate's page."""
    text = person.get(f"/attempts/{attempt}").text
    return json.loads(text.split('id="paper">', 1)[1].split("</script>", 1)[0])


def kept(slot: str, value: object, *, base: object = None, order: int = 1, name: str = "") -> dict[str, object]:
    return {"id": name or os.urandom(16).hex(), "slot": slot, "value": value, "base": base, "order": order}


def file_of(paper, *entries) -> bytes:
    """What the page's script makes of the entries."""
    ours = ec.generate_private_key(ec.SECP256R1())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b64decode(paper["file_key"]))
    bound, iv = f"answers of {paper['attempt']}".encode(), os.urandom(12)
    salt = bytes.fromhex(paper["file_secret"])
    key = HKDF(algorithm=SHA256(), length=32, salt=salt, info=bound).derive(ours.exchange(ec.ECDH(), theirs))
    parts = {
        "point": ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint),
        "iv": iv,
        "sealed": AESGCM(key).encrypt(iv, json.dumps({"entries": entries}).encode(), bound),
    }
    envelope = {"attempt": paper["attempt"]} | {name: b64encode(part).decode() for name, part in parts.items()}
    return json.dumps(envelope).encode()


def looks(person, desk, file: bytes):
    sent = {"file": (BytesIO(file), "a.answers")}
    return person.post(f"{desk}/outlook?lang=en", sent, content_type="multipart/form-data")


def takes(person, desk, file: bytes):
    return person.post(f"{desk}?lang=en", {"content": b64encode(file).decode()})


def decision_address(app, attempt) -> str:
    from exam.queries.answer_files import files_for

    with app.app_context():
        return f"/answer-files/{files_for(attempt)[-1].id}/decision?lang=en"
