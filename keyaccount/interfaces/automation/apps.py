from django.apps import AppConfig


class AutomationConfig(AppConfig):
    name = "keyaccount.interfaces.automation"
    label = "automation"
