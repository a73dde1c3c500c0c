"""The settings file that Safe Exam Browser opens, and the key by which a page knows that it was opened with it."""

import plistlib
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

Value = object
WRITTEN_BY = "originatorVersion"
"""The one setting that the key does not depend on."""
FOR_EXAMS: Mapping[str, Value] = {
    "allowDownUploads": True,
    "allowPreferencesWindow": False,
    "allowQuit": True,
    "allowSpellCheck": False,
    "browserURLSalt": True,
    "browserWindowAllowReload": True,
    "enableJavaScript": True,
    "enableZoomPage": True,
    "enableZoomText": True,
    "quitURLConfirm": True,
    "sebConfigPurpose": 0,
    "sendBrowserExamKey": True,
    "showReloadButton": True,
    "showTime": True,
}
"""What differs from nothing: the page may be reloaded and zoomed, a file brought and saved, the programme left."""


def settings_for(address: str) -> dict[str, Value]:
    """Settings with which the programme begins at an address."""
    return {**FOR_EXAMS, "startURL": address}


def file_of(settings: Mapping[str, Value]) -> bytes:
    """The settings as a file ending in `.seb`, not encrypted."""
    return plistlib.dumps(dict(settings))


def config_key_of(settings: Mapping[str, Value]) -> str:
    """The Config Key that every version of the programme reckons from these settings."""
    return sha256(
        _written({name: value for name, value in settings.items() if name != WRITTEN_BY}).encode()
    ).hexdigest()


def _written(value: Value) -> str:
    """As JSON without a space, names in the order of the alphabet whatever their case, and nothing in words escaped."""
    match value:
        case dict():
            order = sorted((name for name in value if value[name] != {}), key=str.casefold)
            text = "{" + ",".join(f'"{name}":{_written(value[name])}' for name in order) + "}"
        case list():
            text = "[" + ",".join(map(_written, value)) + "]"
        case bool():
            text = "true" if value else "false"
        case bytes():
            text = f'"{b64encode(value).decode()}"'
        case datetime():
            text = f'"{value.isoformat()}Z"'
        case str():
            text = f'"{value}"'
        case _:
            text = str(value)
    return text
