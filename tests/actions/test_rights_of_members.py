"""职责分开：管理员开通登录，安全管理员分配角色；管理员不能借一次性链接拿到分配角色的权限。"""

from __future__ import annotations

import pytest

from keyaccount.actions.org.disable_member import disable_member
from keyaccount.actions.org.enable_member import enable_member
from keyaccount.actions.org.issue_setup_link import issue_setup_link
from keyaccount.actions.org.set_first_password import set_first_password
from keyaccount.actions.org.set_roles import set_roles
from keyaccount.base.errors import Invalid, Missing, Refused
from keyaccount.records.org.models import Member, SetupLink
from tests.cast import NOW, Company, acting, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return Company()


def test_安全管理员的链接只有安全管理员能发(company: Company) -> None:
    admin, officer = acting(company.admin), company.security
    with pytest.raises(Refused) as told:
        issue_setup_link(by=admin, at=NOW, id=officer.pk)
    assert "安全管理员" in str(told.value) and not SetupLink.rows.exists()
    assert issue_setup_link(by=admin, at=NOW, id=company.lilei.pk)
    both = member("zongguan", "总管", ["admin", "security"], company.head)
    assert issue_setup_link(by=acting(both), at=NOW, id=officer.pk)
    assert issue_setup_link(by=None, at=NOW, id=officer.pk), "whoever runs the server still can"


def test_停用的安全管理员也不能由管理员重新启用(company: Company) -> None:
    second = member("anquan2", "小安", ["security"], company.head)
    disable_member(by=acting(company.admin), at=NOW, id=second.pk)
    with pytest.raises(Refused):
        enable_member(by=acting(company.admin), at=NOW, id=second.pk)
    assert not Member.objects.get(pk=second.pk).is_active


def test_最后一位安全管理员不能停用(company: Company) -> None:
    with pytest.raises(Invalid) as told:
        disable_member(by=acting(company.admin), at=NOW, id=company.security.pk)
    assert told.value.problems[0].code == "last" and Member.objects.get(pk=company.security.pk).is_active


def test_管理员不能分配角色(company: Company) -> None:
    for roles in (["security"], []):
        with pytest.raises(Refused):
            set_roles(by=acting(company.admin), at=NOW, id=company.admin.pk, roles=roles)


def test_成为安全管理员时_早先发出的链接作废(company: Company) -> None:
    secret = issue_setup_link(by=acting(company.admin), at=NOW, id=company.lilei.pk)
    set_roles(by=acting(company.security), at=NOW, id=company.lilei.pk, roles=["security"])
    with pytest.raises(Missing):
        set_first_password(secret=secret, password="a-long-new-secret-9", at=NOW)
