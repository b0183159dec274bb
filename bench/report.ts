import { evaluate, evidenceFromFindings, type Access, type Verdict } from 'access-analyzer-kit/evaluate';
import {
  streamAsff,
  streamCsv,
  streamHtml,
  streamJson,
  streamJUnit,
  streamMarkdown,
  streamOcsf,
  streamSarif,
} from 'access-analyzer-kit/report';
import { medianMs, ratio } from './median.ts';
import { collectGarbage } from './support/collect-garbage.ts';

const FEW = 10_000;
const MANY = 100_000;

/** Less than that is the noise of the collector: it counts as so much. */
const NOISE = 2 ** 20;

type Stream = (verdict: Verdict, accesses: AsyncIterable<Access>) => AsyncIterable<unknown>;

const FORMATS: Readonly<Record<string, Stream>> = {
  JSON: (verdict, accesses) => streamJson(verdict, { accesses }),
  CSV: (verdict, accesses) => streamCsv(verdict, { accesses }),
  Markdown: (verdict, accesses) => streamMarkdown(verdict, { accesses }),
  SARIF: (verdict, accesses) => streamSarif(verdict, { accesses }),
  JUnit: (verdict, accesses) => streamJUnit(verdict, { accesses }),
  HTML: (verdict, accesses) => streamHtml(verdict, { accesses }),
  ASFF: (verdict, accesses) => streamAsff(verdict, { accesses }),
  OCSF: (verdict, accesses) => streamOcsf(verdict, { accesses }),
};

/**
 * The most memory that each format's stream takes for 100,000 accesses against 10,000, the accesses made one at a time: about 1
 * where memory is bounded, about 10 where it is not, less than a MiB counted as a MiB. And the time of the CSV against `JSON.stringify` of the same accesses.
 */
export async function reportBenchmark(): Promise<string> {
  const verdict = sample();
  const memory: string[] = [];
  for (const [name, stream] of Object.entries(FORMATS)) {
    await peakBytes(stream, verdict, FEW);
    const few = await peakBytes(stream, verdict, FEW);
    const many = await peakBytes(stream, verdict, MANY);
    memory.push(`${name} ${ratio(many, few)}`);
  }
  const accesses = await collect(verdict, FEW);
  const own = await medianMs(() => drain(streamCsv({ ...verdict, accesses })));
  const peer = await medianMs(() => accesses.map((access) => JSON.stringify(access)).join('\n'));
  return `reports, most memory of ${MANY} accesses × that of ${FEW}: ${memory.join(', ')}; CSV ${ratio(own, peer)} × JSON.stringify`;
}

function sample(): Verdict {
  const finding = {
    id: 'finding',
    resource: 'arn:aws:s3:::bucket',
    resourceType: 'AWS::S3::Bucket',
    resourceOwnerAccount: '111122223333',
    status: 'ACTIVE',
    principal: { AWS: '444455556666' },
    action: ['s3:GetObject', 's3:ListBucket'],
    condition: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' },
    isPublic: false,
    createdAt: '2026-11-01T00:00:00Z',
    updatedAt: '2026-11-01T00:00:00Z',
  };
  return evaluate(
    evidenceFromFindings([finding], { account: '111122223333', region: 'us-east-1', analyzer: 'external-access' }),
  );
}

/** Accesses as a file or a database hands them over: each is made when it is asked for, and nobody keeps it. */
async function* make({ accesses }: Verdict, count: number): AsyncGenerator<Access> {
  const [access] = accesses;
  if (access === undefined) throw new TypeError('no access to copy');
  for (let index = 0; index < count; index += 1) {
    const copy = structuredClone(access);
    yield { ...copy, accessId: `v1:${index.toString(16).padStart(64, '0')}`, resource: `arn:aws:s3:::bucket-${index}` };
  }
}

async function collect(verdict: Verdict, count: number): Promise<Access[]> {
  const all: Access[] = [];
  for await (const access of make(verdict, count)) all.push(access);
  return all;
}

async function drain(parts: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const part of parts) count += part === undefined ? 0 : 1;
  return count;
}

/** The most that the heap held, above what it held before, looked at after a collection of garbage at every thousandth access. */
async function peakBytes(stream: Stream, verdict: Verdict, count: number): Promise<number> {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  let peak = 0;
  let index = 0;
  const watched = async function* (): AsyncGenerator<Access> {
    for await (const access of make(verdict, count)) {
      index += 1;
      if (index % 1000 === 0) {
        collectGarbage();
        peak = Math.max(peak, process.memoryUsage().heapUsed - before);
      }
      yield access;
    }
  };
  await drain(stream(verdict, watched()));
  return Math.max(peak, NOISE);
}
