"""Members, tokens, imports and the index from the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.interfaces.cli.running import Place


def test_members(started: Place) -> None:
    link = started.run(
        "member", "add", "lilei", "--name", "李雷", "--roles", "sales,manager", "--department", "公司"
    )
    assert re.search(r"/setup/\S+/", link)
    assert re.search(r"lilei\s+李雷\s+sales,manager\s+公司\s+未设密码", started.run("member", "list"))
    assert started.run("member", "roles", "lilei", "--roles", "sales").strip() == "sales"
    assert "没有登录名为 nobody" in started.run("member", "link", "nobody", code=2)
    assert "nonsense" in started.run("member", "roles", "lilei", "--roles", "nonsense", code=2)
    assert "lilei" in started.run("member", "disable", "lilei")
    told = started.run("member", "add", "wangfang", "--name", "王芳", "--roles", "boss", code=2)
    assert "boss" in told and "wangfang" not in started.run("member", "list"), "all of it or nothing"


def test_a_token_is_printed_alone(started: Place) -> None:
    told = started.run("token", "create", "--member", "admin", "--scope", "read", "write", "--days", "7")
    assert re.fullmatch(r"ka_[\w-]{40}\n", told)
    assert "365" in started.run("token", "create", "--member", "admin", "--days", "9999", code=2)


def test_import(started: Place, tmp_path: Path) -> None:
    path = tmp_path / "客户.csv"
    path.write_text(
        "客户名称,员工人数,不认识的列\n甲公司有限公司,12,x\n乙公司有限公司,很多,y\n,5,z\n", encoding="gb18030"
    )
    dry = json.loads(started.run("import", "accounts", str(path), "--dry-run"))
    assert (dry["state"], dry["read"], dry["refused"]) == ("checked", 3, dry["refused"])
    told = json.loads(started.run("import", "accounts", str(path)))
    assert told["read"] == 3 == sum(told[k] for k in ("created", "updated", "merged", "unchanged", "refused"))
    assert told["refused"] >= 1 and Path(told["annotated"]).exists()
    mapping = json.dumps({"客户名称": "name"}, ensure_ascii=False)
    again = json.loads(
        started.run("import", "accounts", str(path), "--mapping", mapping, "--member", "admin")
    )
    assert again["created"] == 0 and again["refused"] == told["refused"], "the same rows are known by now"


FAIL = """
from keyaccount.actions.library.claim_run import fail_import
from keyaccount.base.clock import now
fail_import(id="{id}", at=now())
"""


def test_a_halted_import_goes_on(started: Place, tmp_path: Path) -> None:
    path = tmp_path / "新客户.csv"
    path.write_text("客户名称\n丙公司有限公司\n", encoding="utf-8")
    done = json.loads(started.run("import", "accounts", str(path)))
    assert "继续" in started.run("resume", done["id"], code=2)
    started.python(FAIL.format(id=done["id"]))
    again = json.loads(started.run("resume", done["id"], "--out", str(tmp_path / "结果.xlsx")))
    assert (again["state"], again["created"], again["problem"]) == ("done", 1, "")
    assert (tmp_path / "结果.xlsx").exists()
    assert "nonsense" in started.run("resume", "nonsense", code=2)


def test_members_are_imported_by_who_keeps_their_list(started: Place, tmp_path: Path) -> None:
    path = tmp_path / "成员.csv"
    path.write_text("姓名,登录名\n孙丽,sunli\n", encoding="utf-8")
    started.run("member", "add", "seller", "--name", "卖家", "--roles", "sales")
    told = started.run("import", "members", str(path), "--member", "seller", code=2)
    assert len(told.splitlines()) == 1
    assert json.loads(started.run("import", "members", str(path)))["created"] == 1


def test_a_file_that_is_no_table_is_refused(started: Place, tmp_path: Path) -> None:
    path = tmp_path / "bild.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert len(started.run("import", "accounts", str(path), code=2).splitlines()) == 1
    assert "JSON" in started.run("import", "accounts", str(path), "--mapping", "{oops", code=2)
    assert "--option" in started.run("import", "accounts", str(path), "--option", "strict", code=2)


def test_the_index_is_built_anew(started: Place) -> None:
    assert "搜索索引已重建" in started.run("reindex")
    assert "全部完好" in started.run("verify")


def test_export(started: Place, tmp_path: Path) -> None:
    path = tmp_path / "客户.csv"
    assert str(path) in started.run(
        "export", "accounts", "--out", str(path), "--query", "name__contains=澜海"
    )
    text = path.read_text(encoding="utf-8-sig")
    assert "澜海银行股份有限公司" in text and len(text.splitlines()) == 2
    assert (
        len(
            started.run(
                "export", "accounts", "--out", str(path), "--query", "nonsense=1", code=2
            ).splitlines()
        )
        == 1
    )
