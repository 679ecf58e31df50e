"""moto's server, with answers to Glue's calls about column statistics, and one DynamoDB request at a time.

Trino makes the calls with every CREATE TABLE, and moto does not know them (5.2.5): there are none, and none are kept.

moto's transactions are not isolated from each other (5.2.5): each copies the table, checks and writes item by item, and
puts the copy back where a condition fails, which takes away what others wrote meanwhile. Of eight commits of one intent
at once, two were told that they won. DynamoDB does each request at one moment, so here they take turns.
"""

import json
from threading import Lock

from moto.dynamodb.responses import DynamoHandler
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

turn = Lock()
at_once = DynamoHandler.call_action


def in_turn(response):
    with turn:
        return at_once(response)


DynamoHandler.call_action = in_turn

main()
