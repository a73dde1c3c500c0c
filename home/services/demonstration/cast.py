"""Who lives in the demonstration world. None of these people exists."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kernel.actor import Role

DOMAIN = "demo.example"
CENTRE = "朝阳客户服务培训中心"
OTHER_CENTRE = "滨海职业培训学校"
CERTIFICATION_BODY = "客户服务认证中心"
SCHEME, LEVEL = "csm-national", 3
PROVINCE = "csm-guangdong"
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Somebody who works here; `handle` is the part of the e-mail address before the @."""

    handle: str
    name: str
    name_latin: str
    role: Role
    organisation: str = CERTIFICATION_BODY

    @property
    def email(self) -> str:
        """Where they are reached, and what they sign in with."""
        return f"{self.handle}@{DOMAIN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody on the path. `trained` candidates came by the centre's roster and need its training to be admitted."""

    handle: str
    name: str
    name_latin: str
    trained: bool = False

    @property
    def email(self) -> str:
        """Where they are reached, and what they sign in with."""
        return f"{self.handle}@{DOMAIN}"


STAFF = (
    Staff(handle="administrator", name="吴思远", name_latin="Wu Siyuan", role=Role.ADMINISTRATOR),
    Staff(handle="registrar", name="钱文静", name_latin="Qian Wenjing", role=Role.REGISTRAR),
    Staff(handle="registrar2", name="沈亦凡", name_latin="Shen Yifan", role=Role.REGISTRAR),
    Staff(handle="author", name="方若兰", name_latin="Fang Ruolan", role=Role.AUTHOR),
    Staff(handle="examiner", name="赵明德", name_latin="Zhao Mingde", role=Role.EXAMINER),
    Staff(handle="examiner2", name="冯雅琴", name_latin="Feng Yaqin", role=Role.EXAMINER),
    Staff(handle="invigilator", name="孙立群", name_latin="Sun Liqun", role=Role.INVIGILATOR),
    Staff(handle="invigilator2", name="白露", name_latin="Bai Lu", role=Role.INVIGILATOR),
    Staff(handle="accommodations", name="沈安然", name_latin="Shen Anran", role=Role.ACCOMMODATIONS_OFFICER),
    Staff(handle="manager", name="周慧敏", name_latin="Zhou Huimin", role=Role.CENTRE_MANAGER, organisation=CENTRE),
    Staff(
        handle="manager2", name="许国栋", name_latin="Xu Guodong", role=Role.CENTRE_MANAGER, organisation=OTHER_CENTRE
    ),
)

TODAY = Candidate(handle="candidate", name="王小明", name_latin="Wang Xiaoming", trained=True)
"""May sit a theory paper and a case study from the first minute of the world on."""
REGISTERED = Candidate(handle="registered", name="陈晨", name_latin="Chen Chen")
READY = Candidate(handle="evidence", name="林晓燕", name_latin="Lin Xiaoyan")
APPLIED = Candidate(handle="applied", name="何伟", name_latin="He Wei", trained=True)
REFUSED = Candidate(handle="refused", name="郭建军", name_latin="Guo Jianjun")
APPROVED = Candidate(handle="approved", name="罗静", name_latin="Luo Jing", trained=True)
ENTERED = Candidate(handle="entered", name="梁志强", name_latin="Liang Zhiqiang", trained=True)
SITTING = Candidate(handle="sitting", name="宋佳", name_latin="Song Jia", trained=True)
HANDED_IN = Candidate(handle="handed-in", name="谢雨桐", name_latin="Xie Yutong", trained=True)
MARKED = Candidate(handle="marked", name="唐浩然", name_latin="Tang Haoran")
FAILED = Candidate(handle="failed", name="韩梅", name_latin="Han Mei", trained=True)
WAITING = Candidate(handle="waiting", name="邓丽华", name_latin="Deng Lihua")
"""Failed under the provincial scheme and may come again free of charge; came too late for a small national sitting."""
HALF = Candidate(handle="half", name="曹阳", name_latin="Cao Yang", trained=True)
CERTIFIED = Candidate(handle="certified", name="李丽", name_latin="Li Li", trained=True)
HOLDER = Candidate(handle="holder", name="杨帆", name_latin="Yang Fan")
ASKED = Candidate(handle="asked", name="马晓东", name_latin="Ma Xiaodong")
"""Was asked for a better paper and has not answered yet."""
APPEALED = Candidate(handle="appealed", name="郑凯", name_latin="Zheng Kai")
"""Was refused, appealed, and was admitted by somebody else; is exempt from the case study."""

CANDIDATES = (
    TODAY, REGISTERED, READY, APPLIED, REFUSED, APPROVED, ENTERED, SITTING, HANDED_IN, MARKED, FAILED, HALF, CERTIFIED,
    HOLDER, WAITING, ASKED, APPEALED,
)  # fmt: skip
ADMITTED = (TODAY, APPROVED, ENTERED, SITTING, HANDED_IN, MARKED, FAILED, HALF, CERTIFIED, HOLDER, WAITING)
INVITED = (("新学员甲", "Xin Xueyuan", "invited1"), ("新学员乙", "Xin Tongxue", "invited2"))
"""Listed by the centre, but not seen here yet."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of the demonstration world, counted from the moment it is made."""

    now: datetime

    def day(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """That many days from today (negative: ago) at an hour of Shanghai's clocks."""
        local = self.now.astimezone(ZONE).replace(hour=hour, minute=minute, second=0, microsecond=0)
        return (local + timedelta(days=days)).astimezone(self.now.tzinfo)

    def minutes(self, minutes: int) -> datetime:
        """That many minutes from now (negative: ago)."""
        return self.now + timedelta(minutes=minutes)
