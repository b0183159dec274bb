/** One statement of a policy, its one-or-many members made lists. Members that it does not have are absent. */
export interface PolicyStatement {
  readonly effect: 'Allow' | 'Deny';
  /** By kind (`AWS`, `Service`, `Federated`, `CanonicalUser`); the bare `"*"` is `{ AWS: ['*'] }`. */
  readonly principal?: Readonly<Record<string, readonly string[]>>;
  readonly notPrincipal?: Readonly<Record<string, readonly string[]>>;
  readonly action?: readonly string[];
  readonly notAction?: readonly string[];
  readonly resource?: readonly string[];
  readonly notResource?: readonly string[];
  readonly conditions: readonly PolicyCondition[];
}

/** One key of a statement's `Condition` block: all of them must hold. */
export interface PolicyCondition {
  /** The operator without `ForAnyValue:`, `ForAllValues:` and `IfExists`: `StringEquals`. */
  readonly operator: string;
  /** The key as the policy spells it. */
  readonly key: string;
  readonly values: readonly string[];
  /** Also holds when the request does not carry the key: `…IfExists` and `ForAllValues:`. */
  readonly holdsWhenAbsent: boolean;
}

/**
 * Reads a resource policy, given as JSON text or as the parsed document.
 *
 * @throws {@link SyntaxError} for text that is no JSON
 * @throws {@link TypeError} for a document that is no policy: a fake account must not take a typing error for "no access"
 */
export function readPolicy(policy: unknown): PolicyStatement[] {
  const document: unknown = typeof policy === 'string' ? JSON.parse(policy) : policy;
  if (!isObject(document)) throw new TypeError('A policy is a JSON object with a member Statement');
  return toObjects(document['Statement']).map((statement) => readStatement(statement));
}

function readStatement(statement: Readonly<Record<string, unknown>>): PolicyStatement {
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') throw new TypeError('The Effect of a statement is Allow or Deny');
  return {
    effect,
    ...optional('principal', statement['Principal'], readPrincipal),
    ...optional('notPrincipal', statement['NotPrincipal'], readPrincipal),
    ...optional('action', statement['Action'], toStrings),
    ...optional('notAction', statement['NotAction'], toStrings),
    ...optional('resource', statement['Resource'], toStrings),
    ...optional('notResource', statement['NotResource'], toStrings),
    conditions: readConditions(statement['Condition']),
  };
}

function readPrincipal(principal: unknown): Record<string, readonly string[]> {
  if (principal === '*') return { AWS: ['*'] };
  if (!isObject(principal)) throw new TypeError('A Principal is "*" or an object such as { "AWS": "111122223333" }');
  return Object.fromEntries(Object.entries(principal).map(([kind, values]) => [kind, toStrings(values)]));
}

function readConditions(block: unknown): PolicyCondition[] {
  if (block === undefined) return [];
  if (!isObject(block)) throw new TypeError('A Condition is an object of operators');
  return Object.entries(block).flatMap(([operator, keys]) => {
    if (!isObject(keys)) throw new TypeError(`The condition operator ${operator} takes an object of keys`);
    return Object.entries(keys).map(([key, values]) => ({
      operator: operator.replace(/^For(?:Any|All)Values?:/i, '').replace(/IfExists$/i, ''),
      key,
      values: toStrings(values),
      holdsWhenAbsent: /^ForAllValues:/i.test(operator) || /IfExists$/i.test(operator),
    }));
  });
}

function optional<Name extends string, T>(
  name: Name,
  value: unknown,
  read: (value: unknown) => T,
): Partial<Record<Name, T>> {
  return value === undefined ? {} : ({ [name]: read(value) } as Record<Name, T>);
}

function toObjects(value: unknown): Record<string, unknown>[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  if (!items.every(isObject)) throw new TypeError('The Statement of a policy is an object or a list of objects');
  return items;
}

function toStrings(value: unknown): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => {
    if (typeof item === 'string') return item;
    if (typeof item === 'number' || typeof item === 'boolean') return String(item);
    throw new TypeError('A policy lists strings here');
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
