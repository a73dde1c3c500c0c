"""Files of thousands of questions, as large schools bring them."""

STEMS = ("第 {n} 号门店本月的客户满意度为多少分？", "What is the customer satisfaction of shop number {n} this month?")
OPTIONS = (("高于", "More than"), ("等于", "Exactly"), ("低于", "Less than"), ("不到一半于", "Not half of"))


def both(zh: str, en: str) -> str:
    """Both languages as Moodle's filter knows them, in GIFT."""
    return f"\\{{mlang zh\\}}{zh}\\{{mlang\\}}\\{{mlang en\\}}{en}\\{{mlang\\}}"


def gift_of(count: int, *, whole: bool = True) -> bytes:
    """So many single choices; without `whole` they are in Chinese only and have neither number nor function."""
    return "\n".join(_gift(number, whole=whole) for number in range(1, count + 1)).encode()


def _gift(number: int, *, whole: bool) -> str:
    def said(zh: str, en: str) -> str:
        return both(zh, en) if whole else zh

    stem = said(*(text.format(n=number) for text in STEMS))
    options = "".join(
        f"\n{'=' if place == number % 4 else '~'}{said(f'{zh} {number} 分', f'{en} {number} points')}"
        for place, (zh, en) in enumerate(OPTIONS)
    )
    rationale = said(f"见第 {number} 号门店的月报。", f"See the monthly report of shop {number}.")
    head = (
        f"// [id:M-{number}] [tag:know] [tag:difficulty:0.{number % 8 + 1}] [tag:function:overview]\n" if whole else ""
    )
    return f"{head}{stem}{{{options}\n####{rationale}}}\n"
