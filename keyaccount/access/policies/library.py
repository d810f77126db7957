"""Imports and exports: a member's own."""

from __future__ import annotations

from keyaccount.access.classes import C1
from keyaccount.access.fields import Kind, computed, meta_fields
from keyaccount.access.policy import Policy, register
from keyaccount.access.scopes import Own
from keyaccount.base.language import say
from keyaccount.records.library.models import ExportRun, ImportRun

IMPORT_RUN = register(
    Policy(
        entity="import_run",
        model=ImportRun,
        label=say("导入"),
        scope=Own(),
        retention=say("记录 36 个月；上传的文件 90 天"),
        functions={"create": "import.run", "edit": "import.run"},
        title="kind",
        internal=frozenset(
            "member_id document mapping options warnings heartbeat_at version created_by updated_by id".split()
        ),
        fields=(
            computed("kind", say("导入内容"), Kind.TEXT, C1, listed=True),
            computed("state", say("进度"), Kind.TEXT, C1, listed=True),
            computed("total", say("总行数"), Kind.INTEGER, C1, listed=True),
            computed("done", say("已处理"), Kind.INTEGER, C1, listed=True),
            computed("counts", say("结果"), Kind.TEXT, C1),
            computed("problem", say("问题"), Kind.TEXT, C1),
            computed("started_at", say("开始时间"), Kind.MOMENT, C1),
            computed("finished_at", say("完成时间"), Kind.MOMENT, C1, listed=True),
            computed("undone_at", say("撤销时间"), Kind.MOMENT, C1),
            *meta_fields(),
        ),
    )
)

EXPORT_RUN = register(
    Policy(
        entity="export_run",
        model=ExportRun,
        label=say("导出"),
        scope=Own(),
        retention=say("记录 36 个月；文件 24 小时"),
        functions={"create": "export.run"},
        title="kind",
        internal=frozenset("member_id document query version created_by updated_by id".split()),
        fields=(
            computed("kind", say("导出内容"), Kind.TEXT, C1, listed=True),
            computed("format", say("格式"), Kind.TEXT, C1, listed=True),
            computed("state", say("进度"), Kind.TEXT, C1, listed=True),
            computed("rows_written", say("行数"), Kind.INTEGER, C1, listed=True),
            computed("problem", say("问题"), Kind.TEXT, C1),
            computed("expires_at", say("文件到期"), Kind.MOMENT, C1, listed=True),
            computed("finished_at", say("完成时间"), Kind.MOMENT, C1),
            *meta_fields(),
        ),
    )
)
