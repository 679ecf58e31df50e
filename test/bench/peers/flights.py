"""What the peers share: the days of a folder, the sixteen rules by name, and how the days that break them are told."""

import json
import re
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

RULES = [
    "schema",
    "date-nulls",
    "delay-nulls",
    "distance-nulls",
    "origin-nulls",
    "destination-nulls",
    "rows",
    "delay-range",
    "distance-range",
    "origin-pattern",
    "destination-pattern",
    "no-round-trips",
    "duplicates",
    "freshness",
    "delay-mean",
    "origin-airports",
]


def days() -> list[tuple[str, list[str]]]:
    """Day → its files, in the folder that was given as argument."""
    folders = sorted(Path(sys.argv[1]).glob("flight_date=*"))
    return [(re.sub("^.*=", "", f.name), sorted(map(str, f.glob("*.parquet")))) for f in folders]


def end_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day) + timedelta(days=1), datetime.min.time())


def report(broken_in: Callable[[str, list[str]], Iterable[str]], cannot_say: Iterable[str] = ()) -> None:
    """Judges every day and prints, for each rule that the tool can say, the days that break it."""
    broken: dict[str, list[str]] = {rule: [] for rule in RULES if rule not in set(cannot_say)}
    for day, files in days():
        for rule in sorted(set(broken_in(day, files))):
            broken[rule].append(day)
    print(json.dumps(broken))
