"""What the API answers is what its description says: status, media type, headers and schema.

Requests are made by schemathesis from both descriptions, and sent to the layers and things that
are there, to others, and to nonsense. A few per operation in every run, more with `--soak`.
"""

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
DOCUMENTS = ("/v1/openapi.json", "/v1/openapi-3.1.json")
FEW, MANY = 6, 150
THERE = {
    "laag": ("buurten", "haltes", "draaglast", "leeftijd_buurt", "vierkanten", "zorgaanbieders"),
    "feature_id": ("BU99990001", "000001"),
    "tileMatrixSetId": ("WebMercatorQuad", "NetherlandsRDNewQuad"),
    "tileMatrix": ("10", "8"),
    "tileRow": ("332", "0"),
    "tileCol": ("530", "0"),
    "style": ("effen", "balans_klasse"),
    "nummer": ("1", "2", "9"),
    "code": ("BU99990001", "WK999900", "x"),
    "vorm": ("csv", "gpkg", "parquet"),
}
"""What the parts of an address can be, beside what is generated."""


@pytest.fixture(scope="module", params=DOCUMENTS)
def described(request, asking):
    """Every operation of a description, with the client that answers."""
    document = asking.get(request.param).json()
    document["paths"].pop("/docs")  # a page, and long to make
    schema = schemathesis.openapi.from_dict(document)
    return asking, [found.ok() for found in schema.get_all_operations()]


def ask(client, case):
    """Send a case as it is, as the client of a stranger would."""
    sent = case.as_transport_kwargs(base_url=_base(case))
    values = {name: sent[name] for name in ("params", "headers", "json") if sent.get(name)}
    if sent.get("data") is not None:
        values["content"] = sent["data"]
    values["headers"] = {k: v for k, v in dict(values.get("headers", {})).items() if v.isascii()}
    return client.request(sent["method"], sent["url"], **values)


def _base(case):
    return case.operation.base_url or "http://127.0.0.1:8000/v1"


def check(client, case):
    answer = ask(client, case)
    if answer.status_code == 503:  # made to give up soon; that too is described
        assert "retry-after" in answer.headers
    told = [one for one in CHECKS if one is not not_a_server_error or answer.status_code != 503]
    case.validate_response(Response.from_httpx(answer, verify=False), checks=told)
    if answer.status_code >= 400:
        assert json.loads(answer.content)["status"] == answer.status_code


def run(client, operation, number):
    """So many requests of one operation; what fails is made as short as it can be.

    Half of them break the description, where there is something to break.
    """
    kinds = [operation.as_strategy()]
    if operation.query or operation.headers or operation.body:
        kinds.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))

    @seed(20261129)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def asked(data):
        case = data.draw(data.draw(st.sampled_from(kinds)))
        for name in case.path_parameters or {}:
            if name in THERE and data.draw(st.integers(0, 5)):
                case.path_parameters[name] = data.draw(st.sampled_from(THERE[name]))
        check(client, case)

    asked()


def run_all(client, operations, number):
    """Every operation; all that fail are told, each by the shortest request."""
    failed = {}
    for operation in operations:
        try:
            run(client, operation, number)
        except (AssertionError, FailureGroup) as wrong:
            failed[operation.label] = str(wrong)[:3000]
    assert failed == {}, "\n\n".join(f"{label}: {text}" for label, text in failed.items())


def test_answers_are_as_described(described):
    client, operations = described
    assert len(operations) > 40
    run_all(client, operations, FEW)


@pytest.mark.soak
def test_many_answers_are_as_described(described):
    client, operations = described
    run_all(client, operations, MANY)


def test_a_lie_would_be_seen(asking):
    """An answer that is not as described is found by the same check."""
    document = asking.get(DOCUMENTS[1]).json()
    answers = document["paths"]["/conformance"]["get"]["responses"]
    answers["200"]["content"]["application/json"]["schema"] = {"type": "array"}
    schema = schemathesis.openapi.from_dict(document)
    case = schema["/conformance"]["GET"].Case()
    with pytest.raises(FailureGroup):
        check(asking, case)
    answers["200"]["content"] = {"text/plain": {}}
    case = schemathesis.openapi.from_dict(document)["/conformance"]["GET"].Case()
    with pytest.raises(FailureGroup):
        check(asking, case)
