"""Safe Exam Browser: what it sends with each request, from which the server sees that it is the right one.

It sends SHA-256 of the page's address, without its fragment, followed by a key that never travels itself.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest

from kernel.errors import BadInput
from kernel.verdict import Refusal

CONFIG_KEY_HEADER = "X-SafeExamBrowser-ConfigKeyHash"
EXAM_KEY_HEADER = "X-SafeExamBrowser-RequestHash"
MOST_KEYS = 20
_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class SentKeys:
    """What a browser sent of itself, in headers or by the page; nothing where it is another one."""

    config: str = ""
    exam: str = ""

    def __bool__(self) -> bool:
        return bool(self.config or self.exam)


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeBrowser:
    """The keys of which a sitting takes one of each kind that it names; naming none it takes any browser."""

    config_keys: tuple[str, ...] = ()
    exam_keys: tuple[str, ...] = ()

    @property
    def is_wanted(self) -> bool:
        """Whether the sitting is taken in Safe Exam Browser alone."""
        return bool(self.config_keys or self.exam_keys)

    def accepts(self, sent: SentKeys, address: str) -> bool:
        """Whether this was sent for this address by a browser with such keys; only exact matches are."""
        return _is_of(sent.config, self.config_keys, address) and _is_of(sent.exam, self.exam_keys, address)


def hash_for(address: str, key: str) -> str:
    """What the browser with this key sends for an address; a fragment changes nothing."""
    return sha256((address.partition("#")[0] + key).encode()).hexdigest()


def _is_of(sent: str, keys: tuple[str, ...], address: str) -> bool:
    found = [compare_digest(sent.encode(), hash_for(address, key).encode()) for key in keys]
    return any(found) or not keys


def keys_in(text: str, where: str) -> tuple[str, ...]:
    """The keys that somebody has entered, one a line; raises BadInput for what is none."""
    keys = tuple(dict.fromkeys(each.lower() for each in text.split()))
    if len(keys) > MOST_KEYS or not all(_KEY.fullmatch(each) for each in keys):
        raise BadInput(Refusal("no_browser_key", most=MOST_KEYS), where)
    return keys
