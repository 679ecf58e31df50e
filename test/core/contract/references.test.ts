import { expect, test } from 'vitest';
import { readContract } from '../../../lib/core/contract/read.ts';

/** Two tables; `orders` has nested properties, a physical name and a name with a dot. */
function read(relationship: string, sla: string) {
  return readContract(
    `apiVersion: v3.1.0
kind: DataContract
id: x
version: 1.0.0
status: active
schema:
  - name: orders
    id: orders-tbl
    physicalName: orders_v2
    properties:
      - {name: at, physicalName: at_utc, id: at-id, logicalType: timestamp}
      - {name: ship.to, logicalType: string}
      - name: address
        id: address-id
        logicalType: object
        properties:
          - {name: street, id: street-id, logicalType: string}
          - {name: since, logicalType: date}
      - name: lines
        id: lines-id
        logicalType: array
        items: {logicalType: object, properties: [{name: isbn, id: isbn-id, logicalType: string}]}
  - name: other
    properties:
      - {name: a, relationships: [{to: ${relationship}}]}
slaProperties:
  - {property: latency, value: 1, unit: d, element: "${sla}"}
`,
    'f.yaml',
  );
}
const codes = (relationship: string, sla: string): readonly string[] => {
  const result = read(relationship, sla);
  return (result.ok ? result.value.warnings : result.error).map((i) => i.code);
};

test.each([
  'orders.at',
  'orders_v2.at_utc',
  'orders.ship.to',
  'orders.address.street',
  'orders.lines.isbn',
  'schema/orders-tbl',
  'schema/orders-tbl/properties/at-id',
  '/schema/orders/properties/at',
  'schema/orders-tbl/properties/address-id/properties/street-id',
  'schema/orders-tbl/properties/lines-id/properties/isbn-id',
  'schema/orders-tbl/properties/lines-id/items/x/properties/isbn-id',
  'elsewhere.odcs.yaml#/schema/x/properties/y',
])('a relationship leads to %s', (to) => expect(codes(to, 'orders.at')).toEqual([]));

test.each([
  'at',
  'orders.nothing',
  'orders.address.nothing',
  'nothing.at',
  'schema/nothing',
  'schema/orders-tbl/properties/nothing',
  'schema/orders-tbl/columns/at-id',
  'schema/orders-tbl/properties/address-id/properties/nothing',
  'schema/orders-tbl/properties/address-id/fields/street-id',
  'servers/orders-tbl',
])('a relationship does not lead to %s', (to) => expect(codes(to, 'orders.at')).toEqual(['SLU-134']));

test('an element of several tables needs its table, and suggests it', () => {
  const result = read('orders.at', 'at');
  expect(result).toMatchObject({ ok: false, error: [{ code: 'SLU-133', params: { element: 'at' } }] });
  expect(read('orders.at', 'orders.ta')).toMatchObject({
    ok: false,
    error: [{ params: { suggestion: 'orders.at' } }],
  });
});

test('an element below the first level is kept as nested', () => {
  const result = read('orders.at', 'orders.address.since');
  expect(result.ok && result.value.contract.datasets[0]?.rules.at(-1)).toMatchObject({
    kind: 'nested',
    column: 'address',
    arguments: { path: 'address.since', keyword: 'latency' },
  });
});

test('an element by its physical name is measured on that column', () => {
  const result = read('orders.at', 'orders_v2.at_utc');
  expect(result.ok && result.value.contract.datasets[0]?.rules.at(-1)).toMatchObject({
    kind: 'latency',
    column: 'at_utc',
    arguments: { element: 'at_utc', value: '1', unit: 'd' },
  });
});
