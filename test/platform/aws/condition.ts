import type { AttributeValue } from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;

export interface Condition {
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Item | undefined;
}

/** Whether a condition holds of a row: `a OR b AND c` of `attribute_not_exists(x)` and `x = :y`, `x < :y`, `x <= :y`. */
export function holds(condition: Condition, item: Item | undefined): boolean {
  const {
    ConditionExpression: text,
    ExpressionAttributeNames: names = {},
    ExpressionAttributeValues,
  } = condition;
  if (text === undefined) return true;
  const valueAt = (name: string) => item?.[names[name] ?? name];
  const one = (term: string): boolean => {
    const absent = /^attribute_not_exists\((\S+)\)$/.exec(term)?.[1];
    if (absent !== undefined) return valueAt(absent) === undefined;
    const [, name = '', operator, value = ''] = /^(\S+) (=|<|<=) (:\w+)$/.exec(term) ?? [];
    const other = ExpressionAttributeValues?.[value];
    if (operator === undefined || other === undefined) throw new Error(`not understood: ${term}`);
    return compare(valueAt(name), operator, other);
  };
  return text.split(' OR ').some((all) => all.split(' AND ').every(one));
}

function compare(is: AttributeValue | undefined, operator: string, other: AttributeValue): boolean {
  if (is?.N !== undefined && other.N !== undefined) {
    const [a, b] = [BigInt(is.N), BigInt(other.N)];
    return operator === '=' ? a === b : operator === '<' ? a < b : a <= b;
  }
  return operator === '=' && is?.S !== undefined && is.S === other.S;
}
