import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { iamAction, requiredPermissions } from '../../src/model/required-permissions.ts';
import type { FakeRequest } from '../../src/testing/index.ts';
import { IO_FUNCTIONS, openBed, type IoFunction } from './io-functions.ts';

/** AWS allows it to everybody, whatever the policies say. */
const ALWAYS_ALLOWED = 'sts:GetCallerIdentity';

function permissionsOf({ name }: IoFunction): readonly string[] {
  return requiredPermissions[name] ?? [];
}

/** The IAM action that a request to the fake needed. */
function actionOf({ operation, service }: FakeRequest): string {
  return iamAction(service === 'access-analyzer' ? operation : `${service}:${operation}`);
}

/** All but Security Hub's, which the fake does not answer for: it needs one action, and its error names it (see its own tests). */
const cases = IO_FUNCTIONS.filter(({ standIn }) => standIn !== true);

describe('requiredPermissions', () => {
  it('names every function that asks AWS', () => {
    expect(Object.keys(requiredPermissions).sort()).toStrictEqual(IO_FUNCTIONS.map(({ name }) => name).sort());
  });

  it.each(cases)('$name: with exactly these actions nothing is refused, and none is idle', async (io) => {
    const allow = permissionsOf(io);
    const bed = openBed(io, { allow });
    const result = await io.run(bed);
    expect(bed.fake.requests.filter(({ status }) => status === 403)).toStrictEqual([]);
    expect(inspect(result, { depth: 20 })).not.toMatch(/access-denied|missingAction/);
    const used = new Set(bed.fake.requests.map(actionOf));
    used.delete(ALWAYS_ALLOWED);
    expect([...used].sort()).toStrictEqual(allow);
  });

  it.each(cases.flatMap((io) => permissionsOf(io).map((action) => ({ name: io.name, action, io }))))(
    '$name without $action: what it says names the action',
    async ({ action, io }) => {
      const bed = openBed(io, { allow: permissionsOf(io).filter((other) => other !== action) });
      const said = await io.run(bed).then(
        (result) => inspect(result, { depth: 20, maxArrayLength: 1000 }),
        (error: unknown) => inspect(error, { depth: 20, maxArrayLength: 1000 }),
      );
      // A second opinion on an empty list: without it the list stands as it was read, and nothing is in doubt.
      if (action === 'access-analyzer:GetFindingsStatistics' && io.name !== 'countFindings') {
        expect(said).not.toMatch(/unreadable|partial|code: '/);
      } else {
        expect(said).toContain(action);
      }
      expect(bed.fake.requests.some((request) => request.status === 403 && actionOf(request) === action)).toBe(true);
    },
  );
});
