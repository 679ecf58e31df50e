"""The sixteen rules in Soda: one contract, verified once for every day, each time over a view of that day's files."""

import os

os.environ["SODA_CORE_TELEMETRY_ENABLED"] = "false"

import logging
from pathlib import Path

import duckdb
from soda_core.contracts.api.verify_api import verify_contract_locally
from soda_core.contracts.contract_verification import CheckOutcome
from soda_duckdb.common.data_sources.duckdb_data_source import DuckDBDataSourceImpl

from flights import end_of, report

CONTRACT = str(Path(__file__).with_name("soda.yaml"))
NAMES = {
    (None, "schema"): "schema",
    (None, "row_count"): "rows",
    (None, "freshness"): "freshness",
    (None, "duplicate"): "duplicates",
    (None, "failed_rows"): "no-round-trips",
    ("delay", "invalid"): "delay-range",
    ("delay", "aggregate"): "delay-mean",
    ("distance", "invalid"): "distance-range",
    ("origin", "metric"): "origin-airports",
    ("origin", "invalid"): "origin-pattern",
    ("destination", "invalid"): "destination-pattern",
} | {(column, "missing"): f"{column}-nulls" for column in ("date", "delay", "distance", "origin", "destination")}

logging.disable(logging.CRITICAL)
connection = duckdb.connect(config={"threads": 2})
lake = DuckDBDataSourceImpl.from_existing_cursor(connection, name="lake")


def broken_in(day: str, files: list[str]) -> list[str]:
    connection.execute(f"CREATE OR REPLACE VIEW flights AS FROM read_parquet({files}, hive_partitioning = true)")
    verified = verify_contract_locally(
        data_sources=[lake], contract_file_path=CONTRACT, data_timestamp=f"{end_of(day).isoformat()}+00:00"
    )
    (result,) = verified.contract_verification_results
    outcomes = {NAMES[check.check.column_name, check.check.type]: check.outcome for check in result.check_results}
    if len(outcomes) < len(NAMES):
        raise SystemExit(f"soda: {day}: {verified.get_logs_str()}")
    return [rule for rule, outcome in outcomes.items() if outcome != CheckOutcome.PASSED]


report(broken_in)
