"""moto's server, with answers to Glue's calls about column statistics.

Trino makes them with every CREATE TABLE, and moto does not know them (5.2.5): there are none, and none are kept.
"""

import json

from moto.glue.responses import GlueResponse
from moto.server import main


def kept(response):
    return json.dumps({"Errors": []})


def none(response):
    return json.dumps({"ColumnStatisticsList": [], "Errors": []})


for of in ("table", "partition"):
    setattr(GlueResponse, f"get_column_statistics_for_{of}", none)
    setattr(GlueResponse, f"update_column_statistics_for_{of}", kept)
    setattr(GlueResponse, f"delete_column_statistics_for_{of}", kept)

main()
