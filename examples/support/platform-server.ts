import { PassThrough } from 'node:stream';
import {
  collectEvidence,
  evaluate,
  type Clients,
  type CollectEvidenceProgress,
  type PolicyInput,
  type Verdict,
} from 'access-analyzer-kit';
import { toHtml, toJson } from 'access-analyzer-kit/report';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';

/** What a platform is made of. */
export interface PlatformOptions {
  readonly clients: Clients;
  readonly policy?: PolicyInput;
  /** Verdicts that are kept, the newest ones. Default 20. */
  readonly maxVerdicts?: number;
  /** Audits under way at once; one more is told to come back later. Default 4. */
  readonly maxAudits?: number;
}

/** The service, and the audits that are under way: each settles when its last request to AWS is over. */
export interface Platform {
  readonly app: FastifyInstance;
  readonly running: ReadonlySet<Promise<void>>;
}

/** What a client of `GET /audit` is told, as the events of a server-sent stream. */
type Told =
  | { readonly event: 'progress'; readonly data: Omit<CollectEvidenceProgress, 'scope'> }
  | { readonly event: 'verdict'; readonly data: { readonly id: string; readonly status: Verdict['status'] } }
  | { readonly event: 'failed'; readonly data: { readonly message: string } };

/**
 * `GET /audit` reads the account and streams how far it is, until the verdict; when the client goes away the reading stops.
 * `GET /verdicts/{id}` is the verdict as JSON, `GET /verdicts/{id}/page` as a page for people. `latest` is an id as well.
 */
export function createPlatform({ clients, policy, maxAudits = 4, maxVerdicts = 20 }: PlatformOptions): Platform {
  const app = fastify();
  const running = new Set<Promise<void>>();
  const verdicts = new Map<string, Verdict>();
  const closing = new AbortController();

  const keep = (verdict: Verdict): string => {
    const id = verdict.auditId ?? `audit-${verdicts.size}`;
    verdicts.set(id, verdict);
    const [oldest] = verdicts.keys();
    if (verdicts.size > maxVerdicts && oldest !== undefined) verdicts.delete(oldest);
    return id;
  };

  app.get('/audit', (_request, reply) => {
    if (running.size >= maxAudits) return reply.code(503).header('retry-after', '60').send({ message: 'Busy.' });
    const gone = goneAway(reply);
    const stream = new PassThrough();
    const tell = ({ data, event }: Told): void => {
      if (stream.writable) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    };
    const audit = (async () => {
      try {
        const evidence = await collectEvidence(clients, {
          onProgress: (event) => {
            tell({ event: 'progress', data: withoutScope(event) });
          },
          signal: AbortSignal.any([gone, closing.signal]),
        });
        const verdict = evaluate(evidence, policy);
        tell({ event: 'verdict', data: { id: keep(verdict), status: verdict.status } });
      } catch (error) {
        // Never the cause: the SDK's own errors may quote a signed request.
        tell({ event: 'failed', data: { message: error instanceof Error ? error.message : 'unknown' } });
      } finally {
        stream.end();
      }
    })();
    running.add(audit);
    void audit.finally(() => running.delete(audit));
    return reply.header('content-type', 'text/event-stream').header('cache-control', 'no-store').send(stream);
  });

  const find = (id: string): Verdict | undefined =>
    id === 'latest' ? [...verdicts.values()].at(-1) : verdicts.get(id);

  app.get<{ Params: { id: string } }>('/verdicts/:id', ({ params }, reply) => {
    const verdict = find(params.id);
    if (verdict === undefined) return reply.code(404).send({ message: 'There is no such verdict.' });
    return reply.header('content-type', 'application/json').send(toJson(verdict));
  });

  app.get<{ Params: { id: string } }>('/verdicts/:id/page', ({ params }, reply) => {
    const verdict = find(params.id);
    if (verdict === undefined) return reply.code(404).send({ message: 'There is no such verdict.' });
    // The page brings its own Content-Security-Policy.
    return reply.header('content-type', 'text/html; charset=utf-8').send(toHtml(verdict));
  });

  app.addHook('preClose', async () => {
    closing.abort(new Error('The service is shutting down.'));
    await Promise.all(running);
  });
  return { app, running };
}

/** Aborted when the connection ends before the answer does. */
function goneAway({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort(new Error('The client has gone away.'));
  });
  return controller.signal;
}

/** The list of all Regions is not news for the client. */
function withoutScope(event: CollectEvidenceProgress): Omit<CollectEvidenceProgress, 'scope'> {
  if (event.type !== 'regions') return event;
  const { scope: _, ...rest } = event;
  return rest;
}
