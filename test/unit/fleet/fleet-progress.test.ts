import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { taskDone } from '../../../src/fleet/fleet-progress.ts';
import { planAudit } from '../../../src/fleet/plan-audit.ts';
import { ACCOUNT, buildEvidence, type AccountDraft } from '../../helpers/build-evidence.ts';

const [task] = planAudit({ accounts: [ACCOUNT] });
const done = (draft: AccountDraft) =>
  taskDone(task!, buildEvidence(draft), { done: 1, total: 1, fromCheckpoint: false });

const open = { analyzers: [{ findings: [{}] }] };

describe('a task that is done', () => {
  it.each<[string, AccountDraft, ReturnType<typeof done>['state'], string | undefined]>([
    ['all', { regions: { 'us-east-1': 'clean', 'eu-west-1': 'none' } }, 'read', undefined],
    ['all that is enabled', { regions: { 'us-east-1': 'clean', 'ap-east-1': 'disabled' } }, 'read', undefined],
    [
      'all known Regions, and nobody can say whether they are all',
      { source: 'static', scopeProblem: 'access-denied', regions: { 'us-east-1': 'clean', 'eu-west-1': 'clean' } },
      'partial',
      'access-denied',
    ],
    ['one Region of two', { regions: { 'us-east-1': 'clean', 'eu-west-1': 'lost' } }, 'partial', undefined],
    [
      'the first page of the analyzers',
      { regions: { 'us-east-1': { problem: 'throttled', ...open } } },
      'partial',
      'throttled',
    ],
    [
      'the names of the analyzers',
      { regions: { 'us-east-1': { analyzers: [{ state: 'unreadable', problem: 'access-denied' }] } } },
      'partial',
      'access-denied',
    ],
    ['nothing of its Regions', { regions: { 'us-east-1': { problem: 'timeout' } } }, 'unreadable', 'timeout'],
    ['no record', { regions: { 'us-east-1': 'lost' } }, 'unreadable', undefined],
    [
      'not even the Regions',
      { source: 'static', scopeProblem: 'credentials', regions: {} },
      'unreadable',
      'credentials',
    ],
  ])('of which was read: %s', (_, draft, state, problem) => {
    const event = done(draft);
    expect([event.state, event.problem?.code]).toStrictEqual([state, problem]);
    // What was seen is counted whatever else failed, and of what is `unreadable` nothing was.
    if (state === 'unreadable') expect(event.findings).toBe(0);
    if (evaluate(buildEvidence(draft)).complete) expect(state).toBe('read');
    if (state !== 'read') expect(evaluate(buildEvidence(draft)).status).not.toBe('PASS');
  });

  it('counts the findings of a Region whose list of analyzers broke off', () => {
    expect(done({ regions: { 'us-east-1': { problem: 'throttled', ...open } } })).toMatchObject({
      state: 'partial',
      findings: 1,
    });
  });
});
