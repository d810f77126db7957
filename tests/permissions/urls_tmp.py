from tests.interfaces.api.urls_tmp import urlpatterns  # noqa: F401
