"""The sixteen rules in dataframely: one schema, every day's files filtered through it."""

import dataframely as dy
import polars as pl

from flights import report

KEY = ["date", "origin", "destination"]


class Flights(dy.Schema):
    flight_date = dy.Date(nullable=False)
    date = dy.Datetime(nullable=False, time_unit="us")
    delay = dy.Int64(nullable=True, min=-180, max=2880)
    distance = dy.Int64(nullable=True, min=1, max=6000)
    origin = dy.String(nullable=False, regex="^[A-Z]{3}$")
    destination = dy.String(nullable=False, regex="^[A-Z]{3}$")

    @dy.rule()
    def no_round_trips(cls) -> pl.Expr:
        return pl.col("origin") != pl.col("destination")

    @dy.rule()
    def rows(cls) -> pl.Expr:
        return pl.len() >= 10_000

    @dy.rule()
    def delay_nulls(cls) -> pl.Expr:
        return pl.col("delay").null_count() / pl.len() < 0.01

    @dy.rule()
    def distance_nulls(cls) -> pl.Expr:
        return pl.col("distance").null_count() / pl.len() < 0.01

    @dy.rule()
    def delay_mean(cls) -> pl.Expr:
        return pl.col("delay").mean().is_between(-30, 90)

    @dy.rule()
    def origin_airports(cls) -> pl.Expr:
        return pl.col("origin").drop_nulls().n_unique() >= 100

    @dy.rule()
    def duplicates(cls) -> pl.Expr:
        return 1 - pl.struct(KEY).n_unique() / pl.len() < 0.01

    @dy.rule()
    def freshness(cls) -> pl.Expr:
        return pl.col("flight_date").first() + pl.duration(days=1) - pl.col("date").max() < pl.duration(hours=2)


NAMES = {
    "date|nullability": "date-nulls",
    "delay|min": "delay-range",
    "delay|max": "delay-range",
    "distance|min": "distance-range",
    "distance|max": "distance-range",
    "origin|nullability": "origin-nulls",
    "origin|regex": "origin-pattern",
    "destination|nullability": "destination-nulls",
    "destination|regex": "destination-pattern",
}


def broken_in(day: str, files: list[str]) -> list[str]:
    flights = pl.read_parquet(files, hive_partitioning=True)
    try:
        _, failure = Flights.filter(flights)
    except dy.exc.SchemaError:
        return ["schema"]
    return [NAMES.get(rule, rule.replace("_", "-")) for rule in failure.counts()]


report(broken_in)
