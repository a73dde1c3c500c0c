"""Texts that would run as a script where a page took them for markup; every one of them sets `hacked` or asks."""

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
