"""Batches: all or nothing, or an answer for each."""

from tests.contract.hubspot_twin.client import Portal


def test_one_bad_input_fails_a_create_without_trace_ids(portal: Portal) -> None:
    inputs = [{"properties": {"hs_currency": "USD"}}, {"properties": {"hs_title": "no currency"}}]
    portal.batch("invoices", "create", inputs, status=400)
    assert portal.search("invoices")["total"] == 0


def test_trace_ids_ask_for_an_answer_to_each_input(portal: Portal) -> None:
    inputs = [
        {"properties": {"hs_currency": "USD"}, "objectWriteTraceId": "one"},
        {"properties": {"hs_title": "no currency"}, "objectWriteTraceId": "two"},
    ]
    answer = portal.batch("invoices", "create", inputs, status=207)
    assert (answer["status"], answer["numErrors"]) == ("COMPLETE", 1)
    assert [found["objectWriteTraceId"] for found in answer["results"]] == ["one"]
    error = answer["errors"][0]
    assert (error["status"], error["category"]) == ("error", "VALIDATION_ERROR")
    assert error["context"]["objectWriteTraceId"] == ["two"]
    repeated = [{**entry, "objectWriteTraceId": "same"} for entry in inputs]
    portal.batch("invoices", "create", repeated, status=400)


def test_a_hundred_inputs_and_no_more(portal: Portal) -> None:
    inputs = [{"properties": {"name": f"P{index}"}} for index in range(101)]
    refused = portal.batch("products", "create", inputs, status=400)
    assert refused["message"] == (
        "The maximum number of inputs supported in a batch is 100. Please reduce the number of items and try again"
    )
    assert len(portal.batch("products", "create", inputs[:100], status=201)["results"]) == 100


def test_reads_report_unknown_ids(portal: Portal) -> None:
    contact = portal.create("contacts", email="a@example.com")
    found = portal.batch("contacts", "read", [{"id": contact}], properties=["email"], status=200)
    assert found["results"][0]["properties"]["email"] == "a@example.com"
    partial = portal.batch("contacts", "read", [{"id": contact}, {"id": "5"}, {"id": "6"}], status=207)
    assert partial["errors"][0]["category"] == "OBJECT_NOT_FOUND"
    assert partial["errors"][0]["context"] == {"ids": ["5", "6"]}
    by_email = portal.batch("contacts", "read", [{"id": "A@EXAMPLE.com"}], idProperty="email", status=200)
    assert by_email["results"][0]["id"] == contact


def test_updates_succeed_and_fail_each_on_their_own(portal: Portal) -> None:
    one, two = (portal.create("products", name=name) for name in "AB")
    inputs = [
        {"id": one, "properties": {"price": "5"}, "objectWriteTraceId": "good"},
        {"id": two, "properties": {"price": "cheap"}, "objectWriteTraceId": "bad"},
        {"id": "9", "properties": {"price": "1"}},
    ]
    answer = portal.batch("products", "update", inputs, status=207)
    assert [found["id"] for found in answer["results"]] == [one]
    assert [error["category"] for error in answer["errors"]] == ["OBJECT_NOT_FOUND", "VALIDATION_ERROR"]
    assert answer["errors"][1]["context"] == {"objectWriteTraceId": ["bad"], "id": [two]}
    refused = portal.batch("products", "update", [inputs[0], inputs[0]], status=400)
    assert refused["message"] == f"Duplicate IDs found in batch input: [{one}]. IDs must be unique"


def test_upserts_tell_new_from_known(portal: Portal) -> None:
    entry = {"id": "a@example.com", "idProperty": "email", "properties": {"firstname": "A"}}
    first = portal.batch("contacts", "upsert", [entry])["results"][0]
    second = portal.batch("contacts", "upsert", [{**entry, "properties": {"firstname": "B"}}])["results"][0]
    assert (first["new"], second["new"], first["id"]) == (True, False, second["id"])
    portal.batch("contacts", "upsert", [{**entry, "idProperty": "firstname"}], status=400)
    portal.batch("contacts", "upsert", [{"id": "1", "properties": {}}], status=400)
    portal.switch(upsert_by_email=False)
    portal.batch("contacts", "upsert", [entry], status=400)


def test_archiving_ignores_unknown_ids(portal: Portal) -> None:
    contact = portal.create("contacts", firstname="A")
    portal.batch("contacts", "archive", [{"id": contact}, {"id": "5"}], status=204)
    assert portal.search("contacts")["total"] == 0


def test_partial_failure_can_answer_200_as_the_newest_description_has_it(portal: Portal) -> None:
    portal.switch(batch_answers_207=False)
    assert portal.batch("contacts", "read", [{"id": "5"}], status=200)["numErrors"] == 1
