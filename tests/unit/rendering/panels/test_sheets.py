import csv
import io

from assessment.rendering.panels.sheets import as_csv, sheet_of

RESOURCE = {
    "schema": {"fields": [{"name": "town", "type": "string"}, {"name": "rain", "type": "number"}]},
    "data": [{"rain": 1.5, "town": 'say "a, b"'}, {"town": "hills", "rain": None}, {"town": "ümlaut"}],
}


def test_rows_follow_the_order_of_the_schema():
    sheet = sheet_of(RESOURCE)
    assert sheet.columns == ("town", "rain")
    assert sheet.numeric == (False, True)
    assert sheet.rows == (('say "a, b"', "1.5"), ("hills", ""), ("ümlaut", ""))


def test_a_table_without_a_schema_takes_the_columns_of_its_first_row():
    assert sheet_of({"data": [{"a": 1, "b": True}]}).rows == (("1", "true"),)


def test_what_holds_no_records_has_no_sheet():
    assert sheet_of(None) is None
    assert sheet_of({"path": "elsewhere.csv"}) is None
    assert sheet_of({"data": [[1, 2]]}) is None
    assert sheet_of({"data": []}) is None


def test_a_csv_file_reads_back_as_it_was():
    sheet = sheet_of(RESOURCE)
    content = as_csv(sheet.columns, sheet.rows)
    assert b"\r" not in content
    assert list(csv.reader(io.StringIO(content.decode()))) == [list(sheet.columns), *map(list, sheet.rows)]
