"""The sixteen rules in datacontract-cli: one contract of the same standard, tested once for every day."""

import logging
import os
from pathlib import Path

os.environ["TZ"] = "UTC"

from datacontract.data_contract import DataContract

from flights import report

TYPES = {
    "field_null_values": "{field}-nulls",
    "field_minimum": "{field}-range",
    "field_maximum": "{field}-range",
    "field_regex": "{field}-pattern",
    "field_is_present": "schema",
    "field_type": "schema",
    "row_count": "rows",
}
QUERIES = {
    "flights__date__quality_sql_1": "freshness",
    "flights__delay__quality_sql_1": "delay-mean",
    "flights__origin__quality_sql_1": "origin-airports",
    "flights__quality_sql_1": "no-round-trips",
    "flights__quality_sql_2": "duplicates",
}
CHECKS = 29

logging.disable(logging.CRITICAL)
contract = DataContract(data_contract_file=str(Path(__file__).with_name("datacontract.yaml"))).get_data_contract()


def broken_in(day: str, files: list[str]) -> list[str]:
    contract.servers[0].path = str(Path(files[0]).parent / "*.parquet")
    checks = DataContract(data_contract=contract, server="local").test().checks
    if len(checks) != CHECKS:
        raise SystemExit(f"datacontract-cli: {day}: {[(c.key, c.result, c.reason) for c in checks]}")
    return [
        QUERIES.get(check.key) or TYPES[check.type].format(field=check.field)
        for check in checks
        # what it has no means for is a warning: of every type in a Parquet file
        if check.result not in ("passed", "warning")
    ]


report(broken_in)
