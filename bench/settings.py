"""The product's settings with the floor pages added; nothing else differs."""

from keyaccount.site.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
