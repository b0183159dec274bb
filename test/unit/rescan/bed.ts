import { ResourceNotFoundException } from '@aws-sdk/client-accessanalyzer';
import type { Analyzer } from '../../../src/model/analyzer.ts';
import type { ExternalAccessFinding } from '../../../src/model/finding.ts';

export const REGION = 'eu-west-1';
export const ARN = 'arn:aws:s3:::reports';
export const MULTI_REGION_ACCESS_POINT = 'arn:aws:s3::111122223333:accesspoint/mfzwi23gnjvgw.mrap';
/** When AWS had looked before the scan, and when it has looked after it. */
export const BEFORE = '2026-03-01T10:00:00.000Z';
export const AFTER = '2026-03-01T10:05:00.000Z';

export const analyzer: Analyzer = {
  arn: `arn:aws:access-analyzer:${REGION}:111122223333:analyzer/external`,
  name: 'external',
  type: 'ACCOUNT',
  status: 'ACTIVE',
  partition: 'aws',
  region: REGION,
  account: '111122223333',
  access: 'external',
  zoneOfTrust: 'account',
  serviceLinked: false,
};

/** A public finding of the bucket; members can be replaced. */
export function finding(id: string, members: Partial<ExternalAccessFinding> = {}): ExternalAccessFinding {
  return {
    id,
    findingType: 'ExternalAccess',
    resourceType: 'AWS::S3::Bucket',
    resource: ARN,
    resourceOwnerAccount: '111122223333',
    status: 'ACTIVE',
    isPublic: true,
    principal: { AWS: '*' },
    action: ['s3:GetObject'],
    condition: {},
    analyzedAt: BEFORE,
    ...members,
  };
}

/** The finding as it is after AWS has looked again. */
export const seen = (id: string, members: Partial<ExternalAccessFinding> = {}): ExternalAccessFinding =>
  finding(id, { analyzedAt: AFTER, ...members });

/** What AWS answers: a value, or an error to throw. */
export type Answer<T> = T | Error;

/** AWS, as far as a rescan sees it: each list is answered in order, its last element for ever. */
export interface Script {
  readonly resource: readonly Answer<{ readonly analyzedAt?: string; readonly status?: string } | 'hangs'>[];
  readonly findings: readonly Answer<readonly ExternalAccessFinding[] | 'hangs'>[];
  readonly scan?: Answer<'started'>;
}

/** A client that answers by a script, and keeps what it was asked and when. */
export interface ScriptedClient {
  readonly config: { readonly region: string };
  readonly calls: readonly { readonly operation: string; readonly input: object; readonly at: number }[];
  /** Most calls under way at once. */
  readonly mostAtOnce: () => number;
  send(command: never, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
}

export function scripted(script: Script): ScriptedClient {
  const calls: { operation: string; input: object; at: number }[] = [];
  const asked = { resource: 0, findings: 0 };
  let underWay = 0;
  let most = 0;
  const next = (kind: 'resource' | 'findings'): unknown => {
    const answers = script[kind];
    const answer = answers[Math.min(asked[kind], answers.length - 1)];
    asked[kind] += 1;
    return answer;
  };
  const answerTo = (operation: string): unknown => {
    switch (operation) {
      case 'GetAnalyzedResource':
        return next('resource');
      case 'ListFindings':
        return next('findings');
      case 'StartResourceScan':
        return script.scan ?? 'started';
      default:
        return new Error(`not expected: ${operation}`);
    }
  };
  return {
    config: { region: REGION },
    calls,
    mostAtOnce: () => most,
    async send(command: { readonly input: object; readonly constructor: { readonly name: string } }, options) {
      const operation = command.constructor.name.replace(/Command$/, '');
      calls.push({ operation, input: command.input, at: performance.now() });
      underWay += 1;
      most = Math.max(most, underWay);
      try {
        const answer = answerTo(operation);
        if (answer === 'hangs') return await untilAborted(options?.abortSignal);
        if (answer instanceof Error) throw answer;
        if (operation === 'StartResourceScan') return {};
        if (operation === 'ListFindings') return { findings: answer };
        const { analyzedAt, ...rest } = answer as { analyzedAt?: string };
        return { resource: { ...rest, ...(analyzedAt === undefined ? {} : { analyzedAt: new Date(analyzedAt) }) } };
      } finally {
        underWay -= 1;
      }
    },
  };
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new Error('aborted'));
    });
  });
}

/** An error as the SDK throws it. */
export function awsError(name: string, httpStatusCode: number): Error {
  const $metadata = { httpStatusCode, attempts: 1 };
  return Object.assign(new Error(name), { name, $fault: httpStatusCode < 500 ? 'client' : 'server', $metadata });
}

export const missing = (): Error =>
  new ResourceNotFoundException({
    message: 'none',
    resourceId: ARN,
    resourceType: 'AnalyzedResource',
    $metadata: { httpStatusCode: 404, attempts: 1 },
  });

export const lostConnection = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
