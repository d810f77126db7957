"""Where a deal would stand by another edition."""

from __future__ import annotations

from keyaccount.playbook.schema import Edition
from keyaccount.playbook.schema_deals import Pipeline, Stage
from keyaccount.records.deals.models import Opportunity


def place_in(edition: Edition, deal: Opportunity) -> tuple[Pipeline, Stage]:
    """The pipeline and stage of the same keys; else the first pipeline, and the stage at the same place."""
    path = next((one for one in edition.pipelines if one.key == deal.pipeline), edition.pipelines[0])
    same = next((stage for stage in path.stages if stage.key == deal.stage), None)
    return path, same or path.stages[min(max(deal.stage_rank, 1), len(path.stages)) - 1]
