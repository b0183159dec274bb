import { createHash, createHmac } from 'node:crypto';
import { canonicalJson } from '../model/canonical-json.ts';
import { fieldError, type ServiceError } from './service-error.ts';

/** Where a page starts. */
export interface PagePosition {
  readonly position: number;
  /** Empty pages still to come before it. */
  readonly emptyPages?: number;
}

interface TokenContent extends PagePosition {
  readonly query: string;
  readonly issuedAt: number;
}

/** Makes and reads page tokens: opaque to callers, good for the query they were made for only, and for so long. */
export interface PageTokens {
  issue(query: unknown, position: PagePosition): string;
  /** @throws ServiceError for a token that is none, is another query's, or has expired. */
  read(query: unknown, token: string): PagePosition;
}

/** Page tokens that carry their own state, sealed: nothing is kept for them. */
export function createPageTokens(options: {
  readonly now: () => Date;
  readonly lifetimeMs?: number | undefined;
}): PageTokens {
  const { now, lifetimeMs = Number.POSITIVE_INFINITY } = options;
  return {
    issue(query, position) {
      const content: TokenContent = { ...position, query: digest(query), issuedAt: now().getTime() };
      const text = Buffer.from(JSON.stringify(content)).toString('base64url');
      return `${text}.${seal(text)}`;
    },
    read(query, token) {
      const content = open(token);
      if (content?.query !== digest(query)) throw invalidToken();
      if (now().getTime() - content.issuedAt > lifetimeMs) throw invalidToken();
      return content;
    },
  };
}

/** What the service answers to a token that it did not hand out for this query, or no longer honours. */
export function invalidToken(): ServiceError {
  return fieldError('nextToken', 'is invalid or has expired');
}

function open(token: string): TokenContent | undefined {
  const [text = '', sealed = ''] = token.split('.');
  if (text === '' || seal(text) !== sealed) return undefined;
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as TokenContent;
}

function seal(text: string): string {
  return createHmac('sha256', 'access-analyzer-kit/testing').update(text).digest('base64url').slice(0, 16);
}

function digest(query: unknown): string {
  return createHash('sha256').update(canonicalJson(query)).digest('base64url').slice(0, 12);
}
