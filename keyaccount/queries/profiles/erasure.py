"""What an erasure takes and what stays, before it is done (PIPL art. 47)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from keyaccount.access import Principal, opened
from keyaccount.base.language import Say, say
from keyaccount.records.people.models import Person

_REACH = ("english_name", "honorific", "gender", "mobile", "phone", "email", "wechat", "note", "external_id")


@dataclass(frozen=True)
class Part:
    """One line of the preview; `count`: how many the reader may know of, None where that is not told to anybody."""

    label: Say
    count: int | None = None


@dataclass(frozen=True)
class Preview:
    goes: list[Part]
    stays: list[Part]


def preview_erasure(by: Principal, person: Person) -> Preview:
    """Counted as far as the reader sees. What is sensitive is named and never counted: it reads the same if there is none."""
    cards = opened(by, "stakeholder").filter(person=person)
    told = opened(by, "intelligence").filter(about_person=person)
    notes = opened(by, "note", archived=True).filter(person_id=person.pk)
    ties = opened(by, "tie").filter(Q(person=person) | Q(other=person))
    deals = opened(by, "opportunity", archived=True).filter(
        Q(originator=person) | Q(need_person=person) | Q(budget_person=person)
    )
    goes = [
        Part(
            say("姓名、称呼、电话、邮箱、微信、备注等联系资料"), sum(bool(getattr(person, n)) for n in _REACH)
        ),
        Part(say("个人敏感信息：私人电话、个人情况、亲属关系，连同密钥")),
        Part(say("关系地图上他看重什么、有什么顾虑，以及各项依据"), cards.count()),
        Part(say("人与人的关系上写的依据"), ties.count()),
        Part(say("关于他的情报：撤回，内容删去"), told.count()),
        Part(say("专门写他的记录：内容删去"), notes.count()),
        Part(say("搜索里的这个人")),
    ]
    stays = [
        Part(say("任职：部门和职务留下，不再带姓名"), opened(by, "post").filter(person=person).count()),
        Part(
            say("联系记录：正文不动，里面若写了姓名，请到记录里改"),
            opened(by, "contact", archived=True).filter(persons__person=person).distinct().count(),
        ),
        Part(say("商机里填了他的地方：显示“已删除的联系人”"), deals.count()),
        Part(say("合同、发票、回款和已存的文件：法律要求保存")),
        Part(say("操作日志：封存后不能改，但页面上不再显示他的姓名和改动")),
        Part(say("备份：过了备份的保存期才没有")),
    ]
    return Preview(goes, stays)
