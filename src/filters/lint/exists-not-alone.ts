import type { Lint } from './diagnostic.ts';

/** `exists` beside another operator: AWS does not say what that means, so that nothing here writes such a rule. */
export const existsNotAlone: Lint = ({ filter }) =>
  Object.entries(filter).flatMap(([key, { exists, ...others }]) => {
    if (exists === undefined || Object.keys(others).length === 0) return [];
    const message = `${key}: AWS does not say what it does with other operators beside exists, and no such rule is written. Leave exists out: what equals or contains a value exists.`;
    return [{ code: 'exists-not-alone', severity: 'error', key, message }];
  });
