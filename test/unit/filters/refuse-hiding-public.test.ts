import { describe, expect, it } from 'vitest';
import { AccessAnalyzerKitError } from '../../../src/errors/index.ts';
import { refuseHidingPublicFilter, refuseHidingPublicFindings } from '../../../src/filters/index.ts';
import type { AnalyzerAccess } from '../../../src/model/analyzer.ts';
import type { FilterInput } from '../../../src/model/archive-rule.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { externalFinding, internalFinding, unknownFinding, unusedRoleFinding } from './findings.ts';

function codeOf(run: () => void): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof AccessAnalyzerKitError ? error.code : 'another error';
  }
}

const guarded: FilterInput = { resource: { contains: 'x' }, isPublic: { eq: false } };
const open: FilterInput = { resource: { contains: 'x' } };
const { isPublic: _left, ...absent } = externalFinding();

describe('refuseHidingPublicFilter', () => {
  it.each<[string, FilterInput, AnalyzerAccess | undefined, boolean | undefined, string | undefined]>([
    ['guarded', guarded, 'external', undefined, undefined],
    ['open', open, 'external', undefined, 'HIDES_PUBLIC_ACCESS'],
    ['open and not allowed', open, 'external', false, 'HIDES_PUBLIC_ACCESS'],
    ['open and allowed', open, 'external', true, undefined],
    ['open on unused access', open, 'unused', undefined, undefined],
    ['open on an unknown analyzer', open, undefined, undefined, 'HIDES_PUBLIC_ACCESS'],
  ])('%s', (_name, filter, access, allowPublic, code) => {
    expect(
      codeOf(() => {
        refuseHidingPublicFilter(filter, { access, allowPublic, what: 'The rule' });
      }),
    ).toBe(code);
  });

  it('is not talked round by a truthy value', () => {
    const allowPublic = 'yes' as unknown as boolean;
    expect(
      codeOf(() => {
        refuseHidingPublicFilter(open, { allowPublic, what: 'The rule' });
      }),
    ).toBe('HIDES_PUBLIC_ACCESS');
  });

  it('says what would hide and what to do', () => {
    expect(() => {
      refuseHidingPublicFilter(open, { what: 'The archive rule "wide"' });
    }).toThrow(
      /^The archive rule "wide" could hide public access.*"isPublic": \{ "eq": \["false"\] \}.*allowPublic: true/,
    );
  });
});

describe('refuseHidingPublicFindings', () => {
  it.each<[string, Finding, string | undefined]>([
    ['not public', externalFinding(), undefined],
    ['public', externalFinding({ isPublic: true }), 'HIDES_PUBLIC_ACCESS'],
    ['not known whether public', absent, 'HIDES_PUBLIC_ACCESS'],
    ['of an unknown kind', unknownFinding(), 'HIDES_PUBLIC_ACCESS'],
    ['internal', internalFinding(), undefined],
    ['unused', unusedRoleFinding(), undefined],
  ])('%s', (_name, finding, code) => {
    const what = 'archiveFindings';
    expect(
      codeOf(() => {
        refuseHidingPublicFindings([unusedRoleFinding(), finding], { what });
      }),
    ).toBe(code);
    expect(
      codeOf(() => {
        refuseHidingPublicFindings([finding], { what, allowPublic: true });
      }),
    ).toBeUndefined();
  });

  it('names the first few, and whether it is known that they are public', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((id) => externalFinding({ id, isPublic: true }));
    expect(() => {
      refuseHidingPublicFindings([absent, ...many], { what: 'archiveFindings' });
    }).toThrow(/not known whether public.*"a" \("arn:aws:s3:::example-bucket", public\), "b" .* and 3 more/);
  });
});
