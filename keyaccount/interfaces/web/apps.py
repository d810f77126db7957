from django.apps import AppConfig
from django.utils.translation import get_language, gettext

from keyaccount.base import language


class WebConfig(AppConfig):
    name = "keyaccount.interfaces.web"
    label = "web"

    def ready(self) -> None:
        """Give the frameworkless layers their translator."""
        language.use(translate=gettext, current=lambda: get_language() or language.ZH_HANS)
