"""What files say of stages, ends and answers, as the playbook knows them. Closed lists: what is not here is refused or left
open, never guessed (docs/manual/imports.md lists them)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from keyaccount.base.language import LANGUAGES, speaking
from keyaccount.playbook.schema import Edition
from keyaccount.playbook.schema_deals import Pipeline
from keyaccount.playbook.text import Text
from keyaccount.records.deals.choices import ANSWER, STATE

_STAGES = {
    "seek": "prospecting|prospect|lead|new|initial|线索|線索|潜在|潛在|初步接触|初步接觸",
    "judge": "engaging|engaged|qualification|qualified|qualified to buy|qualifiedtobuy|appointment scheduled|"
    "appointmentscheduled|意向|验证|驗證|资格确认",
    "need": "needs analysis|discovery|id. decision makers|perception analysis|decision maker bought-in|"
    "decisionmakerboughtin|需求分析|需求调研|需求確認|需求确认",
    "draft": "value proposition|solution|方案",
    "present": "presentation|presentation scheduled|presentationscheduled|demo|演示|讲解|講解",
    "settle": "proposal|proposal/price quote|quote|报价|報價|方案/报价|方案报价",
    "negotiate": "negotiation|negotiation/review|谈判|談判|商务|商務",
    "sign": "contract|contract sent|contractsent|签约|簽約|签订|合同",
}
_STATES = {
    "won": "won|win|closed won|closedwon|成交|已成交|赢|贏|赢单|贏單|结单|签单|成功",
    "lost": "lost|lose|closed lost|closedlost|输|輸|输单|輸單|丢单|丟單|失单|失败|失敗|未成交|战败",
    "shelved": "on hold|hold|paused|parked|搁置|擱置|暂停|暫停|暂缓",
    "open": "open|in progress|进行中|進行中|跟进中|跟進中",
}
_ANSWERS = {
    "yes": "yes|y|true|1|是|有|对|對|清楚|明确|明確|已确认|clear|✓|√",
    "no": "no|n|false|0|否|不是|没有|沒有|不|不明确|×|✗",
    "unknown": "unknown|?|？|不清楚|不知道|未知|待确认|待確認|不确定",
}


def _turned(lists: dict[str, str]) -> dict[str, str]:
    return {word: key for key, words in lists.items() for word in words.split("|")}


_STAGE_OF, _STATE_OF, _ANSWER_OF = _turned(_STAGES), _turned(_STATES), _turned(_ANSWERS)


@dataclass(frozen=True)
class Standing:
    """Where a deal stands by its row: `stage` is "" when the word told only how it ended."""

    path: Pipeline
    stage: str
    state: str

    def fits(self, stage: str, state: str) -> bool:
        """Whether a deal that stands so is where the row says."""
        return self.stage in ("", stage) and self.state == state


class Stages:
    """The stages of an edition by every word that may mean them; the first pipeline goes before the others."""

    def __init__(self, edition: Edition) -> None:
        self.first = edition.pipelines[0]
        self._known: dict[str, tuple[Pipeline, str]] = {}
        for path in edition.pipelines:
            for stage in path.stages:
                for word in {stage.key, *_wordings(stage.label)}:
                    self._known.setdefault(word.lower(), (path, stage.key))

    def read(self, stage: str, state: str) -> Standing | str:
        """Where the words put a deal; the word that is none of ours otherwise."""
        word = stage.strip().lower()
        told = state_of(state) if state else ""
        if state and not told:
            return state
        path, key = self._known.get(word) or (self.first, _STAGE_OF.get(word, ""))
        if key and not any(one.key == key for one in path.stages):
            return stage
        ended = "" if key else state_of(word)
        if word and not key and not ended:
            return stage
        return Standing(path, key, told or ended or "open")


def state_of(word: str) -> str:
    """open, shelved, won or lost for a word or one of our labels; "" for any other."""
    return _STATE_OF.get(word.strip().lower(), "") or _labelled(STATE, word)


def answer_of(word: str) -> str:
    """yes, no or unknown for a word or one of our labels; "" for any other."""
    return _ANSWER_OF.get(word.strip().lower(), "") or _labelled(ANSWER, word)


def reason_of(reasons: Iterable[tuple[str, Text]], word: str) -> str:
    """The key of the reason that is meant; "" for one the playbook does not know."""
    said = word.strip().lower()
    return next((key for key, label in reasons if said in {key, *_wordings(label)}), "")


def _wordings(label: Text) -> set[str]:
    return {label.in_(language).lower() for language in LANGUAGES}


def _labelled(choices: Mapping[str, object], word: str) -> str:
    said = word.strip().lower()
    for language in LANGUAGES:
        with speaking(language):
            for key, label in choices.items():
                if said in (key, str(label).lower()):
                    return key
    return ""
