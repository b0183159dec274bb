import { describe, expect, test } from 'vitest';
import type { Clients } from '../../src/clients/types.ts';
import type { AnalyzerEvidence, Evidence, RegionEvidence } from '../../src/model/evidence.ts';
import { campaign, isFull } from './campaign.ts';
import { accountDraw } from './draw-arbitrary.ts';
import { runDraw, type Sabotage } from './run-draw.ts';

/**
 * Every one of these must be found within so many draws, or the campaign is blind to it. Draws that are others each time may be
 * long in meeting what a bug needs.
 */
const MOST_DRAWS = isFull ? 1500 : 150;

/**
 * The mistakes of tools of this kind, planted between the SDK and the library or in what it collected. The campaign's own test:
 * it can fail, and does.
 */
const mutants: Readonly<Record<string, Sabotage>> = {
  'a refused list is an empty list': {
    clients: answering((error) =>
      error['name'] === 'AccessDeniedException' ? { findings: [], analyzers: [] } : undefined,
    ),
  },
  'a throttled list is an empty list': {
    clients: answering((error) =>
      error['name'] === 'ThrottlingException' ? { findings: [], analyzers: [] } : undefined,
    ),
  },
  'a Region that refuses the token has no analyzers': {
    clients: answering((error) => (error['name'] === 'UnrecognizedClientException' ? { analyzers: [] } : undefined)),
  },
  'a connection that breaks is an empty list': {
    clients: answering((error) => (error['code'] === undefined ? undefined : { findings: [], analyzers: [] })),
  },
  'the last page is dropped': { clients: changing(({ nextToken: _, ...output }) => output) },
  'an empty page ends the list': {
    clients: changing((output) => {
      const { nextToken, ...rest } = output;
      return isEmptyList(output['findings']) || nextToken === undefined ? rest : output;
    }),
  },
  'the last finding of a page is dropped': {
    clients: changing((output) =>
      Array.isArray(output['findings']) ? { ...output, findings: output['findings'].slice(0, -1) } : output,
    ),
  },
  'findings that do not say whether they are public are left out': {
    evidence: eachAnalyzer((analyzer) => ({
      ...analyzer,
      findings: analyzer.findings.filter((finding) => !('isPublic' in finding) || finding.isPublic),
      counts: {
        ...analyzer.counts,
        activeExternal: { ...analyzer.counts.activeExternal, total: 0, notPublic: 0, publicUnknown: 0 },
      },
    })),
  },
  'what was read in part counts as read': {
    evidence: eachAnalyzer(({ problem: _, ...analyzer }) => ({ ...analyzer, state: 'read' })),
  },
  'a Region that cannot be read is not in scope': {
    evidence: (evidence) => {
      const regions = evidence.regions.filter(({ state }) => state !== 'unreadable');
      const read = new Set(regions.map(({ region }) => region));
      const scopes = evidence.scopes.map(({ problem: _, ...scope }) => ({
        ...scope,
        regions: scope.regions.filter((region) => read.has(region)),
      }));
      return { ...evidence, regions, scopes };
    },
  },
  'Regions that are guessed count as proven': {
    evidence: (evidence) => ({
      ...evidence,
      scopes: evidence.scopes.map(({ problem: _, ...scope }) => ({ ...scope, source: 'account' as const })),
    }),
  },
  'every loss is said to be the service’s': {
    evidence: eachRegion((region) =>
      region.problem === undefined ? region : { ...region, problem: { ...region.problem, code: 'service' } },
    ),
  },
  'no loss says where': {
    evidence: eachAnalyzer((analyzer) => {
      if (analyzer.problem === undefined) return analyzer;
      const { region: _, ...problem } = analyzer.problem;
      return { ...analyzer, problem };
    }),
  },
  'an analyzer of any status is as good': {
    evidence: eachAnalyzer((evidence) => ({ ...evidence, analyzer: { ...evidence.analyzer, status: 'ACTIVE' } })),
  },
  'a new analyzer has looked already': {
    evidence: eachAnalyzer((evidence) => ({
      ...evidence,
      analyzer: { ...evidence.analyzer, lastResourceAnalyzedAt: '2026-01-01T00:00:00.000Z' },
    })),
  },
};

describe('the campaign finds a bug that is planted', () => {
  test.each(Object.entries(mutants))('%s', async (_, sabotage) => {
    const run = async (draw: Parameters<typeof runDraw>[0]): ReturnType<typeof runDraw> => runDraw(draw, sabotage);
    // Without shrinking and without second runs: only whether it is found.
    const hunt = campaign(accountDraw, { run, runs: MOST_DRAWS, again: Number.POSITIVE_INFINITY, shrinks: false });
    await expect(hunt).rejects.toThrow('A draw breaks a law');
  });
});

type Output = Readonly<Record<string, unknown>>;

/** Clients whose Access Analyzer answers something where it failed. */
function answering(answer: (error: Output) => Output | undefined): NonNullable<Sabotage['clients']> {
  return wrapping(async (send) => {
    try {
      return await send();
    } catch (error) {
      const instead = answer(error as Output);
      if (instead === undefined) throw error;
      return { ...instead, $metadata: {} };
    }
  });
}

/** Clients whose Access Analyzer's answers are changed. */
function changing(change: (output: Output) => Output): NonNullable<Sabotage['clients']> {
  return wrapping(async (send) => change(await send()));
}

function wrapping(around: (send: () => Promise<Output>) => Promise<Output>): (clients: Clients) => Clients {
  return (clients) => ({
    ...clients,
    accessAnalyzer: (region) => {
      const client = clients.accessAnalyzer(region);
      const send = async (command: { readonly input: object }, options: never): Promise<Output> => {
        // The lean reading takes a page before it becomes an output; without its taker all go the same way.
        const plain = Object.assign(Object.create(Object.getPrototypeOf(command) as object) as object, command, {
          input: { ...command.input },
        });
        for (const symbol of Object.getOwnPropertySymbols(plain.input)) Reflect.deleteProperty(plain.input, symbol);
        return around(async () => client.send(plain as never, options) as unknown as Promise<Output>);
      };
      return { config: client.config, send } as unknown as ReturnType<Clients['accessAnalyzer']>;
    },
  });
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function eachRegion(change: (region: RegionEvidence) => RegionEvidence): (evidence: Evidence) => Evidence {
  return (evidence) => ({ ...evidence, regions: evidence.regions.map(change) });
}

function eachAnalyzer(change: (analyzer: AnalyzerEvidence) => AnalyzerEvidence): (evidence: Evidence) => Evidence {
  return eachRegion((region) => ({ ...region, analyzers: region.analyzers.map(change) }));
}
