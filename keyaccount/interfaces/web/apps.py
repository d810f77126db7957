from functools import cache

from django.apps import AppConfig
from django.utils.translation import get_language, override
from django.utils.translation.trans_real import translation

from keyaccount.base import language


@cache
def _translated(msgid: str, spoken: str) -> str:
    return translation(spoken).gettext(msgid)


class WebConfig(AppConfig):
    name = "keyaccount.interfaces.web"
    label = "web"

    def ready(self) -> None:
        """Give the frameworkless layers their translator."""
        language.use(
            translate=_translated, current=lambda: get_language() or language.ZH_HANS, override=override
        )
