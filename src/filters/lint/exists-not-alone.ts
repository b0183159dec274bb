import type { Lint } from './diagnostic.ts';

/** `exists` beside another operator: AWS does not say what that means. */
export const existsNotAlone: Lint = ({ filter }) =>
  Object.entries(filter).flatMap(([key, { exists, ...others }]) => {
    if (exists === undefined || Object.keys(others).length === 0) return [];
    const message = `${key}: AWS does not say what it does with other operators beside exists. Leave exists out: what equals or contains a value exists.`;
    return [{ code: 'exists-not-alone', severity: 'warning', key, message }];
  });
