"""评审人：请谁评审，谁就看得到那一份方案、写得了自己的意见，别的什么也看不到。"""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from keyaccount.records.contracts.models import ProposalReview
from tests.permissions.world import World
from tests.permissions.world_deals import Trade

pytestmark = pytest.mark.django_db


def visitor(roles: tuple[str, ...]) -> tuple[Trade, Client]:
    world = World(roles)
    trade, client = Trade(world), Client(raise_request_exception=False)
    client.force_login(world.me)
    return trade, client


@pytest.mark.parametrize("role", ["presales", "delivery", "finance", "sales"])
def test_the_one_asked_reads_the_proposal_and_says_what_they_think(role: str) -> None:
    trade, client = visitor((role,))
    at = trade.at["asked"]
    proposal, review = at["proposal"], at["proposal_review"]
    page = reverse("offering:review", args=[proposal.pk])
    assert page in client.get("/").content.decode()
    shown = client.get(page).content.decode()
    assert "行政方案" in shown and at["opportunity"].name not in shown
    panel = reverse("contracts:change", args=["proposal_review", review.pk])
    assert client.get(panel).status_code == 200
    assert client.post(panel, {"opinion": "agree", "text": "可以", "version": "1"}).status_code < 300
    assert ProposalReview.rows.get(pk=review.pk).opinion == "agree"


def test_being_asked_opens_nothing_else() -> None:
    trade, client = visitor(("presales",))
    at = trade.at["asked"]
    for name in ("deals:show", "deals:details", "deals:history", "offering:proposals", "offering:quotes"):
        assert client.get(reverse(name, args=[at["opportunity"].pk])).status_code == 404, name
    for entity in ("need", "quote", "contract", "task"):
        assert client.get(reverse("contracts:change", args=[entity, at[entity].pk])).status_code == 404
    assert (
        client.post(
            reverse("contracts:change", args=["proposal", at["proposal"].pk]), {"title": "改"}
        ).status_code
        == 403
    )
    assert client.get(reverse("offering:review", args=[trade.at["far"]["proposal"].pk])).status_code == 404


@pytest.mark.parametrize("role", ["security", "admin", "compliance"])
def test_who_keeps_the_system_gives_no_opinion(role: str) -> None:
    trade, client = visitor((role,))
    panel = reverse("contracts:change", args=["proposal_review", trade.at["asked"]["proposal_review"].pk])
    assert client.post(panel, {"opinion": "agree"}).status_code in (403, 404)
    assert ProposalReview.rows.get(pk=trade.at["asked"]["proposal_review"].pk).opinion == "pending"
