import type { FakeHttpResponse } from '../../types.ts';
import { parseAnalyzerArn } from '../../../model/arn.ts';
import { fieldError, notFound } from '../../service-error.ts';
import type { AnalyzerState } from '../../state/analyzer-state.ts';
import { json, type Call } from '../service.ts';
import { authorize, ownAnalyzer, requiredString } from './lookup.ts';

/** ListTagsForResource: of analyzers. */
export function listTagsForResource(call: Call): FakeHttpResponse {
  return json({ tags: Object.fromEntries(taggedAnalyzer(call).tags) });
}

/** TagResource: adds and replaces. */
export function tagResource(call: Call): FakeHttpResponse {
  const { tags: given } = call.input;
  if (typeof given !== 'object' || given === null) throw fieldError('tags', 'must be a map');
  const { tags } = taggedAnalyzer(call);
  for (const [key, value] of Object.entries(given)) {
    if (key === '' || key.length > 128 || key.startsWith('aws:')) throw fieldError('tags', `key ${key} is not allowed`);
    if (typeof value !== 'string' || value.length > 256) throw fieldError('tags', `value of ${key} is not allowed`);
    tags.set(key, value);
  }
  return json({});
}

/** UntagResource: keys that are not there are no error. */
export function untagResource(call: Call): FakeHttpResponse {
  const { tagKeys } = call.input;
  if (!Array.isArray(tagKeys)) throw fieldError('tagKeys', 'must be a list');
  const { tags } = taggedAnalyzer(call);
  for (const key of tagKeys) tags.delete(String(key));
  return json({});
}

function taggedAnalyzer(call: Call): AnalyzerState {
  const arn = requiredString(call, 'resourceArn');
  authorize(call, call.operation, arn);
  const analyzer = ownAnalyzer(call, parseAnalyzerArn(arn)?.name ?? '');
  if (analyzer?.arn !== arn) throw notFound('Analyzer', arn);
  return analyzer;
}
