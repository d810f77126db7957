import pytest, json
from tests.cast import Company, account
from tests.interfaces.api.caller import Caller
pytestmark = pytest.mark.django_db
def test_smoke():
    c = Company()
    li = Caller(c.lilei)
    r = li.get("/me"); print(r.status_code, r.data)
    r = li.post("/accounts", {"name": "江海银行股份有限公司", "seats": 1200, "industry": str(c.bank.pk), "revenue": "12.30"}); print(r.status_code, r.data, r.headers)
    id = r.data["id"]
    r = li.get(f"/accounts/{id}"); print(r.status_code, r.headers)
    tag = r["ETag"]
    print(li.get(f"/accounts/{id}", If_None_Match=tag).status_code)
    r = li.patch(f"/accounts/{id}", {"seats": 5}, If_Match=tag); print(r.status_code, r.data["seats"])
    r = li.patch(f"/accounts/{id}", {"seats": 7}, If_Match=tag); print(r.status_code, r.data)
    r = li.patch(f"/accounts/{id}", {"seats": 7, "seen": {"seats": 1200}}); print(r.status_code, r.data)
    r = li.patch(f"/accounts/{id}", {"seats": 7, "seen": {"seats": 5}}); print(r.status_code)
    r = li.patch(f"/accounts/{id}", {"seatz": 7, "revenue": 1.5, "name": ""}); print(r.status_code, r.data)
    r = li.get("/accounts?total=1"); print(r.status_code, r.data)
    for p in ("dossier","group","holdings","judgements","timeline"):
        r = li.get(f"/accounts/{id}/{p}"); print(p, r.status_code, r.content.decode()[:300])
    r = li.get("/pareto"); print(r.status_code, r.data)
    r = Caller(c.boss).get("/pareto"); print(r.status_code, r.data)
    r = li.get("/journal"); print(r.status_code, r.data)
    r = li.call("PUT", "/accounts"); print(r.status_code, r.headers, r.data)
    r = li.get("/nope"); print(r.status_code, r.data)
    print(li.client.get("/api/v1/docs").status_code, li.client.get("/healthz").status_code)
