import { expect, test } from 'vitest';
import type { FakeHttpRequest } from '../../../../src/testing/index.ts';
import { matchRoute, route } from '../../../../src/testing/services/rest-json-routes.ts';

const ROUTES = [
  route('List', 'GET /things', { max: 'integer', keys: 'list', name: 'string' }),
  route('Get', 'GET /things/{name}'),
  route('Put', 'PUT /things/{name}/part/{id}'),
];

function request(method: string, path: string, more: Partial<FakeHttpRequest> = {}): FakeHttpRequest {
  return { method, path, host: 'h', query: {}, headers: {}, body: '', ...more };
}

test.each<[string, FakeHttpRequest, unknown]>([
  [
    'query members by their kinds',
    request('GET', '/things', { query: { max: ['5'], keys: ['a', 'b'], name: ['n'], other: ['x'] } }),
    { operation: 'List', input: { max: 5, keys: ['a', 'b'], name: 'n' } },
  ],
  [
    'a label, decoded',
    request('GET', '/things/arn%3Aaws%3As3%3A%3A%3Ax%2Fy'),
    { operation: 'Get', input: { name: 'arn:aws:s3:::x/y' } },
  ],
  [
    'labels over the body',
    request('PUT', '/things/a/part/1', { body: '{"id":"2","more":true}' }),
    { operation: 'Put', input: { name: 'a', id: '1', more: true } },
  ],
  ['another method', request('POST', '/things'), undefined],
  ['another path', request('GET', '/things/a/b'), undefined],
])('%s', (_name, given, expected) => {
  expect(matchRoute(ROUTES, given)).toEqual(expected);
});
