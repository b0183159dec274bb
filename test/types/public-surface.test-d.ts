import type { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import {
  collectEvidence,
  type createClients,
  evaluate,
  fanOut,
  iterateActiveFindings,
  iterateEvidence,
  listAnalyzers,
  policies,
  type AccessAnalyzerClientLike,
  type AccessLevel,
  type Analyzer,
  type Clients,
  type Evidence,
  type Finding,
  type FindingType,
  type Policy,
  type RegionEvidence,
  type Scope,
  type Settled,
  type Verdict,
} from 'access-analyzer-kit';
import * as pure from 'access-analyzer-kit/evaluate';
import { createFakeAws, type FakeAws } from 'access-analyzer-kit/testing';
import { describe, expectTypeOf, test } from 'vitest';

declare const evidence: Evidence;

describe('the public surface', () => {
  test('single-Region functions take the SDK client of anybody', () => {
    expectTypeOf<AccessAnalyzerClient>().toExtend<AccessAnalyzerClientLike>();
    expectTypeOf<ReturnType<Clients['accessAnalyzer']>>().toExtend<AccessAnalyzerClientLike>();
  });

  test('a list is a promise, an iteration an async generator', () => {
    expectTypeOf(listAnalyzers).returns.resolves.toEqualTypeOf<Analyzer[]>();
    expectTypeOf(iterateActiveFindings).returns.toExtend<AsyncGenerator<Finding>>();
    expectTypeOf(iterateEvidence).returns.toEqualTypeOf<AsyncGenerator<RegionEvidence, Scope, undefined>>();
    expectTypeOf(collectEvidence).returns.resolves.toEqualTypeOf<Evidence>();
  });

  test('a verdict has three statuses, and nothing else', () => {
    expectTypeOf(evaluate).returns.toEqualTypeOf<Verdict>();
    expectTypeOf<Verdict['status']>().toEqualTypeOf<'PASS' | 'FAIL' | 'UNKNOWN'>();
    expectTypeOf<Verdict['strictStatus']>().toEqualTypeOf<Verdict['status']>();
  });

  test('a finding is told by its type', () => {
    expectTypeOf<FindingType>().toEqualTypeOf<
      | 'ExternalAccess'
      | 'InternalAccess'
      | 'UnusedIAMRole'
      | 'UnusedIAMUserAccessKey'
      | 'UnusedIAMUserPassword'
      | 'UnusedPermission'
      | 'Unknown'
    >();
    type External = Extract<Finding, { findingType: 'ExternalAccess' }>;
    expectTypeOf<External['isPublic']>().toEqualTypeOf<boolean | undefined>();
    expectTypeOf<External['action']>().toEqualTypeOf<readonly string[]>();
    // What only external and internal access have cannot be read before the type is known.
    expectTypeOf<Finding>().not.toHaveProperty('action');
  });

  test('a status that AWS invents is still a string', () => {
    expectTypeOf<'SNOOZED'>().toExtend<Finding['status']>();
    expectTypeOf<Finding['status']>().toExtend<string>();
  });

  test('an outcome of a fan-out carries its item', () => {
    expectTypeOf(fanOut<string, number>).returns.toEqualTypeOf<
      AsyncGenerator<Settled<string, number>, void, undefined>
    >();
  });

  test('policies are data, and partial ones are taken', () => {
    expectTypeOf(policies.strict).toEqualTypeOf<Policy>();
    expectTypeOf<Partial<Policy>>().toExtend<Parameters<typeof evaluate>[1]>();
    // @ts-expect-error [ts2769] -- an effect is one of three words
    expectTypeOf(evaluate).toBeCallableWith(evidence, { unreadable: 'PASS' });
  });

  test('the pure entry is the same code, and has no I/O', () => {
    expectTypeOf(pure.evaluate).toEqualTypeOf(evaluate);
    expectTypeOf(pure).not.toHaveProperty('createClients');
    expectTypeOf(pure).not.toHaveProperty('collectEvidence');
  });

  test('the five access levels', () => {
    expectTypeOf<AccessLevel>().toEqualTypeOf<'List' | 'Read' | 'Write' | 'Permissions' | 'Tagging'>();
  });

  test('the fake carries requests for clients', () => {
    expectTypeOf(createFakeAws).returns.toEqualTypeOf<FakeAws>();
    expectTypeOf<FakeAws['requestHandler']>().toExtend<
      NonNullable<NonNullable<Parameters<typeof createClients>[0]>['requestHandler']>
    >();
  });

  test('nothing is any', () => {
    expectTypeOf<Evidence['regions'][number]['analyzers'][number]['findings'][number]>().not.toBeAny();
    expectTypeOf<Verdict['accesses'][number]>().not.toBeAny();
    expectTypeOf<Policy>().not.toBeAny();
  });
});
