"""What a person and a post add to the shared mechanics: sort key, sealed phone, copied scope, one primary post, search."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from keyaccount.access import access_to, changeable, everything
from keyaccount.actions.shared import indexing, rules, sealing
from keyaccount.actions.shared.changing import Change, Rules
from keyaccount.base import names
from keyaccount.base.errors import Problem, Refused
from keyaccount.base.language import say
from keyaccount.facts.profiles import is_erased
from keyaccount.records.people.models import CustomerUnit, Person, Post

_KEEP = "external ids are unique across all persons; a person's own posts decide the copied columns"


def prepare_person(change: Change) -> list[Problem]:
    row: Person = change.row
    if "name" in change.values:
        row.name_sort = names.sort_key(change.values["name"])[:160]
    if "private_phone" in change.values:
        row.private_phone = sealing.seal(change.values["private_phone"], owner=row.pk)
    wanted = change.values.get("external_id")
    if wanted and wanted != row.external_id:
        same = everything(Person, why=_KEEP).filter(external_id=wanted, archived_at=None).exclude(pk=row.pk)
        if same.exists():
            return [Problem("taken", say("已有联系人使用了这个编码"), field="external_id")]
    return []


def settle_person(change: Change, changed: dict[str, list[Any]]) -> None:
    """Found as long as it is not archived. Raises `Refused` for taking back somebody who was erased (PIPL art. 47)."""
    row: Person = change.row
    if "archived_at" in changed and row.archived_at is None and is_erased(row.pk):
        raise Refused(say("这位联系人的个人信息已按本人要求删除，不能恢复"))
    if row.archived_at:
        indexing.unindex("person", [row.pk])
    else:
        indexing.index("person", [row])


def prepare_post(change: Change) -> list[Problem]:
    """Dates in order, unit at the same account, no superior from below, and the first post of a person is the primary one.

    Raises `Refused` for a person whom the actor may not change, and for taking one over from whose account holds it.
    """
    problems: list[Problem] = []
    row: Post = change.row
    account, unit = change.after("account"), change.after("unit")
    began, ended = change.after("started_on"), change.after("ended_on")
    if began and ended and ended < began:
        problems.append(Problem("order", say("任职结束不能早于开始"), field="ended_on"))
    if unit and not everything(CustomerUnit, why=_KEEP).filter(pk=unit, account_id=account).exists():
        problems.append(Problem("other_account", say("所选部门不属于这个客户"), field="unit"))
    if change.after("reports_to") and change.after("reports_to") == change.after("person"):
        problems.append(Problem("cycle", say("直属上级不能是本人"), field="reports_to"))
    elif problem := _superior(change):
        problems.append(problem)
    others = everything(Post, why=_KEEP).filter(person_id=change.after("person")).exclude(pk=row.pk)
    if change.created and "is_primary" not in change.values:
        change.values["is_primary"] = not others.filter(is_primary=True).exists()
    _may_give(change, others.filter(is_primary=True).exists())
    if change.values.get("is_primary"):
        others.filter(is_primary=True).update(is_primary=False)
    return problems


def _superior(change: Change) -> Problem | None:
    """What is wrong with a superior newly given: nobody of this customer, or somebody below, however indirectly."""
    fields = [change.policy.by_name[name] for name in ("person", "account", "reports_to", "ended_on")]
    now = [change.after(field.name) for field in fields]
    person, account, above, ended = now
    told_before = not change.created and now == [getattr(change.row, field.path) for field in fields]
    if above is None or ended or told_before:
        return None
    posts = everything(Post, why=_KEEP).filter(account_id=account)
    if not posts.filter(person_id=above).exists():
        return Problem("other_account", say("所选上级不是这个客户的人"), field="reports_to")
    posts = posts.filter(ended_on=None, reports_to__isnull=False)
    lines: dict[UUID, list[UUID]] = {}
    for below, superior in posts.exclude(pk=change.row.pk).values_list("person_id", "reports_to_id"):
        lines.setdefault(below, []).append(superior)
    met: set[UUID] = set()
    left: list[UUID] = [above]
    while left:
        if (one := left.pop()) not in met:
            met.add(one)
            left += lines.get(one, [])
    return Problem("cycle", say("不能向自己的下级汇报"), field="reports_to") if person in met else None


def _may_give(change: Change, held_elsewhere: bool) -> None:
    """A post opens a person to whose account it is at, the primary one with all that is personal: so it is no way in."""
    moves = bool(change.values.get("is_primary")) and held_elsewhere
    if not moves and "person" not in change.values:
        return
    person = changeable(change.by, "person", change.after("person"))
    if moves and not access_to(change.by, "person").classes(person, write=True, held=True):
        raise Refused()


def settle_post(change: Change, changed: dict[str, list[Any]]) -> None:
    """Copy scope from the account to the post, and title, unit and scope of the primary post to the person."""
    row: Post = everything(Post, why=_KEEP).select_related("account", "unit", "person").get(pk=change.row.pk)
    copy_scope([row])
    sync_person(row.person)


def copy_scope(posts: list[Post]) -> None:
    for post in posts:
        post.owner_id, post.department_id = post.account.owner_id, post.account.department_id
    everything(Post, why=_KEEP).bulk_update(posts, ["owner_id", "department_id"], batch_size=500)


def sync_person(person: Person) -> None:
    """Let the person show the primary post: the current one, or the last that was."""
    posts = everything(Post, why=_KEEP).select_related("account", "unit").filter(person=person)
    post: Post | None = posts.filter(is_primary=True).first()
    if post is None:
        post = posts.order_by("ended_on", "-created_at").first()
    if post and not post.is_primary:
        post.is_primary = True
        post.save(update_fields=["is_primary"])
    person.account = post.account if post else None
    person.owner_id = post.account.owner_id if post else None
    person.department_id = post.account.department_id if post else None
    person.title = post.title if post else ""
    person.unit_name = post.unit.name if post and post.unit else ""
    person.save(update_fields=["account", "owner_id", "department_id", "title", "unit_name"])
    indexing.index("person", [person])


rules.add("person", Rules(prepare=prepare_person, settle=settle_person))
rules.add(
    "post",
    Rules(
        prepare=prepare_post,
        settle=settle_post,
        label=lambda post: f"{post.person.name} {post.title}".strip(),
        gone=lambda post: sync_person(post.person),
    ),
)
