"""moto's server, with answers to Glue's calls about column statistics, and one DynamoDB request at a time.

Trino makes the calls with every CREATE TABLE, and moto does not know them (5.2.5): there are none, and none are kept.

moto's transactions are not isolated from each other (5.2.5): each copies the table, checks and writes item by item, and
puts the copy back where a condition fails, which takes away what others wrote meanwhile. Of eight commits of one intent
at once, two were told that they won. DynamoDB does each request at one moment, so here they take turns.

moto's query sorts all items of all tables' keys before it looks which ones are asked for (5.2.5): with a few thousand facts
each takes a third of a second. Here only those within the asked range of keys are sorted; what is answered is the same.
And it copies the whole table once for each write of a transaction, to put it back if one fails; here only what the
transaction touches is copied, and put back.
"""

import copy
import json
from threading import Lock

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
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

sorts_all = Table.query


def sorts_asked(table, hash_key, comparison, objs, *rest, index_name=None, **named):
    # an index is the fifth of the rest where it is given by its place
    of_index = rest[4] if len(rest) > 4 else index_name
    more = {} if len(rest) > 4 else {"index_name": index_name}
    if of_index or hash_key is None or not table.range_key_attr:
        return sorts_all(table, hash_key, comparison, objs, *rest, **more, **named)
    whole = table.items
    found = whole.get(hash_key, {})
    if comparison is not None:
        found = {key: item for key, item in found.items() if key.compare(comparison, objs)}
    table.items = {hash_key: found}
    try:
        return sorts_all(table, hash_key, comparison, objs, *rest, **more, **named)
    finally:
        table.items = whole


Table.query = sorts_asked

copies_tables = DynamoDBBackend.transact_write_items


def copies_touched(backend, transact_items):
    before = [
        (found, hash_key, range_key, copy.deepcopy(found.items.get(hash_key, {}).get(range_key)))
        for found, hash_key, range_key in touched(backend, transact_items)
    ]
    Table.__deepcopy__ = lambda table, memo: table
    try:
        return copies_tables(backend, transact_items)
    except Exception:
        for found, hash_key, range_key, item in before:
            if item is not None:
                found.items[hash_key][range_key] = item
            elif hash_key in found.items:
                found.items[hash_key].pop(range_key, None)
        raise
    finally:
        del Table.__deepcopy__


def touched(backend, transact_items):
    for wrapped in transact_items:
        for operation in wrapped.values():
            found = backend.tables.get(operation.get("TableName"))
            key = operation.get("Key") or operation.get("Item") or {}
            if found is not None and found.range_key_attr and {found.hash_key_attr, found.range_key_attr} <= key.keys():
                yield found, DynamoType(key[found.hash_key_attr]), DynamoType(key[found.range_key_attr])


DynamoDBBackend.transact_write_items = copies_touched

main()
