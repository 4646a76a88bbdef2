from __future__ import annotations

import pytest

from assessment.reviews.comparison import compare, compare_all


def table(*rows, **units):
    names = list(dict.fromkeys(name for row in rows for name in row))
    kinds = {name: next((type(row[name]) for row in rows if row.get(name) is not None), str) for name in names}
    words = {int: "integer", float: "number", str: "string"}
    fields = [{"name": n, "type": words[kinds[n]], **({"unit": units[n]} if n in units else {})} for n in names]
    return {"schema": {"fields": fields}, "data": list(rows)}


RAIN = table({"town": "coast", "mm": 100}, {"town": "hills", "mm": 200}, {"town": "vale", "mm": 50})


def said(before, now):
    return [change.said for change in compare(before, now).changes]


def test_the_same_table_has_no_changes():
    same = compare(RAIN, RAIN)
    assert (same.changes, same.amount, {row.state for row in same.rows}) == ((), 0.0, {"same"})


def test_noise_is_no_change():
    before = table({"town": "coast", "mm": 0.3}, {"town": "hills", "mm": 2.0})
    now = table({"town": "coast", "mm": 0.1 + 0.2}, {"town": "hills", "mm": 2})
    assert said(before, now) == []


def test_the_largest_change_is_named_in_numbers():
    now = table({"town": "coast", "mm": 150}, {"town": "hills", "mm": 260}, {"town": "vale", "mm": 50})
    (change,) = compare(RAIN, now).changes
    assert change.said == (
        "mm: 2 of 3 rows changed. Largest: hills: 200 → 260 (+60, +30.0%); "
        "largest relative: coast: 100 → 150 (+50, +50.0%)."
    )
    assert change.weight == 0.5


def test_rows_and_columns_that_come_and_go_are_named():
    now = table(
        {"town": "coast", "days": 3, "mm": 100},
        {"town": "isle", "days": 4, "mm": 9},
        {"town": "vale", "days": 1, "mm": 50},
    )
    assert said(RAIN, now) == ["Column added: days.", "1 row added: isle.", "1 row removed: hills."]
    assert [row.state for row in compare(RAIN, now).rows] == ["changed", "added", "changed", "removed"]


def test_a_sign_that_turns_is_told_before_sizes():
    before, now = table({"town": "coast", "change": 2}), table({"town": "coast", "change": -2})
    assert said(before, now)[0] == "change: the sign changed: coast."


def test_rows_that_change_places_are_told():
    now = table({"town": "coast", "mm": 210}, {"town": "hills", "mm": 200}, {"town": "vale", "mm": 50})
    assert "mm: 1 pair of rows changed places: coast with hills. The largest is now coast, it was hills." in said(
        RAIN, now
    )


def test_another_unit_comes_first():
    before, now = table({"town": "coast", "mm": 10.0}, mm="mm"), table({"town": "coast", "mm": 9.5}, mm="inches")
    assert said(before, now)[0] == "mm: the unit was mm, now inches."
    values = [table({"id": "rain.most", "value": 3, "unit": unit}) for unit in ("mm", "days")]
    assert said(*values) == ["unit: rain.most: mm → days."]


def test_a_number_that_disappears_is_told():
    now = table({"town": "coast", "mm": None}, {"town": "hills", "mm": 200}, {"town": "vale", "mm": 50})
    assert said(RAIN, now) == ["mm: coast: 100 → nothing."]


def test_years_name_rows():
    before = table({"year": 2020, "mm": 10}, {"year": 2021, "mm": 12})
    now = table({"year": 2020, "mm": 10}, {"year": 2021, "mm": 12}, {"year": 2022, "mm": 15})
    assert said(before, now) == ["1 row added: 2022."]


def test_text_and_year_name_rows_together():
    rows = [{"town": t, "year": y, "mm": 1} for t in ("coast", "hills") for y in (2020, 2021)]
    now = [*rows[:3], {**rows[3], "mm": 2}]
    assert said(table(*rows), table(*now)) == ["mm: 1 of 4 rows changed. Largest: hills, 2021: 1 → 2 (+1, +100.0%)."]


def test_another_order_is_told_and_weighs_nothing():
    now = {**RAIN, "data": RAIN["data"][::-1]}
    assert said(RAIN, now) == ["The same rows stand in another order."]
    assert compare(RAIN, now).amount == 0


def test_rows_without_names_are_matched_by_place():
    before, now = table({"mm": 1.5}, {"mm": 1.5}), table({"mm": 1.5}, {"mm": 3.0})
    assert said(before, now) == ["mm: 1 of 2 rows changed. Largest: row 2: 1.5 → 3 (+1.5, +100.0%)."]


def test_changes_stand_in_the_order_of_how_much():
    before = table({"town": "coast", "a": 100, "b": 100, "note": "x"})
    now = table({"town": "coast", "a": 110, "b": 300, "note": "y"})
    assert [change.column for change in compare(before, now).changes] == ["b", "a", "note"]


@pytest.mark.parametrize(
    "odd", [{}, {"data": None}, {"data": [1, "x"]}, {"schema": {"fields": [{}]}, "data": [{"a": 1}]}]
)
def test_a_table_that_says_little_is_compared_all_the_same(odd):
    assert compare(odd, odd).changes == ()
    assert compare(RAIN, odd).changes


def test_a_table_more_is_compared_with_nothing():
    first, second = compare_all([RAIN], [RAIN, RAIN])
    assert first.changes == ()
    assert second.changes[0].said.startswith("Columns added: town, mm")


def test_values_are_not_ranked_among_each_other():
    before, now = ({**table({"id": "a", "value": v}, {"id": "b", "value": 5})} for v in (3, 9))
    for each in (before, now):
        each["schema"]["unranked"] = True
    assert [change.kind for change in compare(before, now).changes] == ["number"]


def test_rows_that_a_number_names_are_called_by_its_column():
    before = table({"month": 1, "mm": 10}, {"month": 2, "mm": 12})
    now = table({"month": 1, "mm": 10}, {"month": 2, "mm": 15})
    assert "Largest: month 2: 12 → 15" in said(before, now)[0]


@pytest.mark.parametrize(
    ("old", "new", "step"),
    [
        (12.4415341441, 15.2815013405, "12.4415 → 15.2815"),
        (12.4415341441, 12.4415341442, "12.4415341441 → 12.4415341442"),
        (1000.0, 1234567.5, "1,000 → 1,234,570"),
        (1234567, 1234568, "1,234,567 → 1,234,568"),
    ],
)
def test_numbers_in_sentences_have_the_digits_that_people_read(old, new, step):
    (change,) = compare(table({"town": "coast", "mm": old}), table({"town": "coast", "mm": new})).changes
    assert f"coast: {step} (" in change.said
