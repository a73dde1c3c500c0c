"""The smallest Flask application, by which a machine's speed is told apart from ours."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def nothing() -> str:
    """Answer."""
    return ""
