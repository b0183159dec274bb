import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { buildEvidence, type FindingDraft } from '../../helpers/build-evidence.ts';

function hidden(draft: FindingDraft) {
  const finding = { id: 'hidden', status: 'ARCHIVED', isPublic: false, ...draft };
  const verdict = evaluate(
    buildEvidence({ regions: { 'us-east-1': { analyzers: [{}], suppressed: [{ findings: [finding] }] } } }),
  );
  const { errors, exceedsRead, public: open } = verdict.suppressed;
  const ids = (list: readonly { readonly findingId: string }[]): string[] => list.map(({ findingId }) => findingId);
  return { status: verdict.status, exceedsRead: ids(exceedsRead), public: ids(open), errors: ids(errors) };
}

const named = { exceedsRead: [], public: [], errors: [] };

describe('what is archived is named in the verdict, a PASS too', () => {
  it.each<[string, FindingDraft, object]>([
    ['reading is not', { action: ['s3:GetObject', 's3:ListBucket'] }, named],
    ['writing is', { action: ['s3:GetObject', 's3:PutObject'] }, { ...named, exceedsRead: ['hidden'] }],
    ['changing permissions is', { action: ['s3:PutBucketPolicy'] }, { ...named, exceedsRead: ['hidden'] }],
    ['tagging is', { action: ['s3:PutObjectTagging'] }, { ...named, exceedsRead: ['hidden'] }],
    ['what nobody knows is', { action: ['s3:FoldBucket'] }, { ...named, exceedsRead: ['hidden'] }],
    ['what AWS does not say is', { action: [] }, { ...named, exceedsRead: ['hidden'] }],
    [
      'public access is, whatever it allows',
      { isPublic: true, action: ['s3:GetObject'] },
      { ...named, public: ['hidden'] },
    ],
    ['what may be public is', { isPublic: null, action: ['s3:GetObject'] }, { ...named, public: ['hidden'] }],
    ['what AWS could not analyse is', { error: 'ACCESS_DENIED' }, { ...named, errors: ['hidden'] }],
  ])('%s', (_name, draft, expected) => {
    expect(hidden(draft)).toEqual({ status: 'PASS', ...expected });
  });
});
