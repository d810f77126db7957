"""Routes of products and price lists."""

from __future__ import annotations

from django.urls import path

from keyaccount.interfaces.web.list_panels import routes
from keyaccount.interfaces.web.products import listing, rivals

app_name = "products"

urlpatterns = [
    path("", listing.products, name="list"),
    *routes(listing.SPEC),
    path("prices/", listing.price_lists, name="price_lists"),
    path("prices/<uuid:id>/", listing.price_list, name="price_list"),
    path("rivals/", rivals.rivals, name="rivals"),
    path("rivals/<uuid:id>/archive", rivals.archive, name="rival_archive"),
    path("rivals/<uuid:id>/restore", rivals.restore, name="rival_restore"),
    path("<uuid:id>/", listing.product, name="show"),
]
