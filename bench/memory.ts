import { ratio } from './median.ts';
import { median } from './support/alternate.ts';
import { firstLine, startFake, startScript } from './support/start-fake.ts';

const MANY = 1_000_000;
const FEW = 10_000;
const ROUNDS = 3;

/** Peak memory (the resident set) of reading a million findings, against ten thousand; the median of three processes each. */
export async function memoryBenchmark(): Promise<string> {
  const results: string[] = [];
  for (const way of ['iterate', 'counts'] as const) {
    const few = await peak(way, FEW);
    const many = await peak(way, MANY);
    results.push(
      `${way === 'iterate' ? 'iterateFindings' : "collectEvidence with detail: 'counts'"} ${ratio(many, few)}`,
    );
  }
  return `peak memory of ${MANY} findings × that of ${FEW}: ${results.join(', ')}`;
}

async function peak(way: string, count: number): Promise<number> {
  await using fake = await startFake('account', { count });
  const peaks: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const { accessKeyId, secretAccessKey } = fake.credentials;
    const reader = startScript('read-memory.ts', [way, fake.url, accessKeyId, secretAccessKey]);
    const ended = new Promise((resolve) => reader.once('exit', resolve));
    const said = (await firstLine(reader)) as { readonly findings: number; readonly peak: number };
    await ended;
    if (said.findings !== count) throw new Error(`Read ${said.findings} of ${count} findings`);
    peaks.push(said.peak);
  }
  return median(peaks);
}
