"""Giving somebody's file back, so that whatever it is runs nothing, is read by nobody else and stays in no cache."""

from werkzeug import Response

SANDBOXED = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Accept-Ranges": "none",
}


def send_back(content: bytes, *, name: str, media_type: str, is_shown: bool = False) -> Response:
    """The file under its name: to be saved, or shown inside a page where it is a picture of our own making."""
    response = Response(content, mimetype=media_type)
    response.headers.set("Content-Disposition", "inline" if is_shown else "attachment", filename=name)
    response.headers.update(SANDBOXED)
    return response


def send_picture(png: bytes, *, name: str) -> Response:
    """A picture of the platform's own making; this browser keeps it for as long as a sitting."""
    response = send_back(png, name=f"{name}.png", media_type="image/png", is_shown=True)
    response.headers["Cache-Control"] = "private, max-age=14400, immutable"
    return response
