"""Texts that would run as a script where a page took them for markup, every one of which sets `hacked` or asks; who reads them."""

HOSTILE = (
    "<script>window.hacked=1</script>",
    '"><img src=x onerror=window.hacked=2>',
    "'><svg onload=window.hacked=3>",
    '<a href="javascript:window.hacked=4">详情</a>',
    "javascript:window.hacked=5",
    "</textarea></title></script><script>alert(6)</script>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=7 onerror=alert(7)&gt;">',
    '<svg></p><style><a id="</style><img src=8 onerror=alert(8)>">',
    '<noscript><p title="</noscript><img src=9 onerror=alert(9)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(10)>",
    "&lt;img src=x onerror=alert(11)&gt;",
    "{{ 7 * 7 }} ${7 * 7} <%= 7 * 7 %>",
)
"""From plain ones over those that only a second reading of the markup brings to life, to templates within templates."""

FILE = '"><img src=x onerror=window.hacked=12>.jpg'


def passage(name: str) -> str:
    """All of them under a name, so that it is known which text of whom a page shows."""
    return "\n".join(f"{name} {text}" for text in HOSTILE)


SHOWN = """() => {
  const all = [...document.querySelectorAll("*")];
  return {
    hacked: window.hacked === undefined ? "" : "a script has run",
    handlers: all.filter((each) => [...each.attributes].some((one) => one.name.startsWith("on"))).map((each) => each.outerHTML),
    links: all.filter((each) => /^javascript:/i.test(each.href ?? each.action ?? "")).map((each) => each.outerHTML),
    foreign: [...document.querySelectorAll("mglyph, math, noscript p, script:not([src], [type='application/json'])")].map((each) => each.outerHTML),
  };
}"""
WORDS = """() => [document.title, document.querySelector("main").textContent,
  ...[...document.querySelectorAll("input, textarea")].map((each) => each.value)].join(" ")"""


class Reader:
    """Somebody who opens pages, while everything is noted that the browser complains of, asks or fetches."""

    def __init__(self, person) -> None:
        self.person, self.read, self.wrong = person, "", []
        page = person.page
        page.on("dialog", lambda dialog: (self.wrong.append(f"asks {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def opens(self, *paths: str) -> None:
        for path in paths:
            answer = self.person.page.goto(f"{self.person.platform.url}{path}")
            assert answer.status == 200, path
            found = self.person.page.evaluate(SHOWN)
            self.wrong += [f"{path}: {kind} {each}" for kind, each in found.items() if each]
            self.read += " " + " ".join(self.person.page.evaluate(WORDS).split())

    def lacks(self, *texts: str) -> list[str]:
        """Those texts that did not stand on any of the pages, letter by letter."""
        return [each for each in texts if " ".join(each.split()) not in self.read]
