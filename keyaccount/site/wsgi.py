"""The WSGI application that granian serves."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keyaccount.site.settings")
application = get_wsgi_application()

# A page leaves few cycles behind, but makes so many objects that the collector would walk all of Django several times
# for each; what is loaded by now stays for good and is walked no more. A third of a page's time (docs/developers/bench.md).
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
