import { checkOptions } from '../errors/check-options.ts';
import { foreignMembers } from '../errors/foreign-members.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../errors/invalid-input-error.ts';
import type { CreateClientsOptions } from './create-clients.ts';
import { LONGEST_TIMER_MS } from './until-aborted.ts';

/** A label of a host name, which is what the SDK makes of a Region. */
const HOST_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Refuses what is no Region name before a client is made of it: the SDK would only fail at the first call. */
export function checkRegion(region: string): void {
  if (typeof region === 'string' && HOST_LABEL.test(region)) return;
  throw new InvalidInputError('region', [
    { path: '', found: found(region), expected: 'a Region name such as "eu-central-1"' },
  ]);
}

const OPTIONS: Readonly<Record<keyof CreateClientsOptions, true>> = {
  ...{ credentials: true, profile: true, endpoint: true, requestHandler: true, useFipsEndpoint: true },
  ...{
    useDualstackEndpoint: true,
    maxAttempts: true,
    requestTimeoutMs: true,
    maxRetryAfterMs: true,
    concurrency: true,
  },
  ...{ logger: true, onRequest: true, userAgent: true },
};

const NO_REGION = 'no Region here: each client is asked for with its own, clients.accessAnalyzer("eu-west-1")';

/** Refuses options that would only fail later, or be silently ignored. */
export function checkCreateClientsOptions(options: CreateClientsOptions): void {
  checkOptions(options, 'options of createClients');
  const issues: InputIssue[] = [];
  const expect = (path: keyof CreateClientsOptions, valid: (value: unknown) => boolean, expected: string): void => {
    const value = options[path];
    if (value !== undefined && !valid(value)) issues.push({ path, found: found(value), expected });
  };
  const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;
  const isTime = (value: unknown): boolean => isWhole(value) && (value as number) <= LONGEST_TIMER_MS;
  const isFunctionOrObject = (value: unknown): boolean => typeof value === 'function' || isObject(value);
  const { credentials } = options as { readonly credentials?: unknown };
  if (credentials !== undefined && !isFunctionOrObject(credentials)) {
    // Only what kind of value it is: it may well be a secret.
    const what = credentials === null ? 'null' : `a ${typeof credentials}`;
    issues.push({ path: 'credentials', found: what, expected: 'credentials or a function that provides them' });
  }
  expect('profile', (value) => typeof value === 'string' && value !== '', 'the name of a profile');
  expect('endpoint', isHttpUrl, 'an http or https URL');
  expect('requestHandler', isObject, 'a request handler or options for one');
  expect('useFipsEndpoint', isBoolean, 'true or false');
  expect('useDualstackEndpoint', isBoolean, 'true or false');
  expect('maxAttempts', isWhole, 'a whole number from 1 on');
  expect('requestTimeoutMs', isTime, `a whole number of milliseconds from 1 to ${LONGEST_TIMER_MS}`);
  expect(
    'maxRetryAfterMs',
    (value) => value === 0 || isTime(value),
    `a whole number of milliseconds from 0 to ${LONGEST_TIMER_MS}`,
  );
  expect('concurrency', isWhole, 'a whole number from 1 on');
  expect('logger', isObject, 'a logger with debug, info, warn and error');
  expect('onRequest', (value) => typeof value === 'function', 'a function');
  expect('userAgent', isUserAgent, 'a name, or a name and a version');
  for (const { expected, path } of foreignMembers(options, OPTIONS)) {
    // The value of one that is misspelt may be a secret.
    issues.push({ path, found: 'a value', expected: path === 'region' ? NO_REGION : expected });
  }
  if (issues.length > 0) throw new InvalidInputError('options of createClients', issues);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isUserAgent(value: unknown): boolean {
  if (typeof value === 'string') return value !== '';
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string' && part !== '');
}

function isHttpUrl(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  return /^https?:$/.test(new URL(value).protocol);
}
