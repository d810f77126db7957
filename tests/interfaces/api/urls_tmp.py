from django.urls import include, path

from keyaccount.interfaces.api.health import healthz

urlpatterns = [path("api/", include("keyaccount.interfaces.api.urls")), path("healthz", healthz, name="healthz")]
