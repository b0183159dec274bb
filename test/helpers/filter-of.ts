import type { FakeIncoming } from '../../src/testing/index.ts';

/** What a request asks of each key; without a filter nothing of any. */
export type RequestFilter = Readonly<
  Partial<Record<string, { readonly eq?: readonly string[]; readonly neq?: readonly string[] }>>
>;

/** The filter of a request for findings; that of no request asks for nothing either. */
export function filterOf(request: Pick<FakeIncoming, 'input'> | undefined): RequestFilter {
  return (request?.input['filter'] ?? {}) as RequestFilter;
}
