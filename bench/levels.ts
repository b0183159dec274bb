import { classifyAccessLevel } from 'access-analyzer-kit';
import { findActions } from '../src/access-levels/find-actions.ts';
import { serviceActions } from '../src/access-levels/known-actions.ts';
import { medianMs, ratio } from './median.ts';

const ACTIONS = ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage', 'kms:Decrypt', 'sts:AssumeRole'];
const ROUNDS = 20_000;

/** A pattern that matches much, one that matches nothing and makes backtracking matchers explode, and ones of every size of service. */
const NAMES = ['*', '*a*a*a*b', 'Describe*Instance?'];
const PATTERN_RUNS = 200;

/**
 * `classifyAccessLevel` of exact actions, warm, against looking the same actions up in a plain `Map`; and the search behind a
 * pattern (its answers are remembered, so the search itself is measured) for services of different sizes, as nanoseconds for each
 * action of the service: about the same for all where the time is linear in their number.
 */
export async function levelsBenchmark(): Promise<string> {
  const map = new Map(ACTIONS.map((action) => [action.toLowerCase(), action]));
  let hits = 0;
  const own = await medianMs(() => {
    for (let round = 0; round < ROUNDS; round += 1) hits += classifyAccessLevel(ACTIONS).levels.length;
  });
  const peer = await medianMs(() => {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const action of ACTIONS) if (map.has(action.toLowerCase())) hits += 1;
    }
  });
  const perAction = (own * 1000) / (ROUNDS * ACTIONS.length);
  const patterns: string[] = [];
  for (const name of NAMES) {
    const costs: string[] = [];
    for (const service of ['s3', 'sqs', 'ec2']) costs.push(await nanosecondsPerAction(service, name));
    patterns.push(`${name} ${costs.join(', ')}`);
  }
  return [
    `classifyAccessLevel, exact and warm: ${perAction.toPrecision(2)} µs an action,`,
    `${ratio(own, peer)} × a Map look-up (${hits > 0 ? 'all known' : 'none known'});`,
    `patterns, ns for each action of the service: ${patterns.join('; ')}`,
  ].join(' ');
}

/** All actions that the pattern stands for, found anew each time. */
async function nanosecondsPerAction(service: string, name: string): Promise<string> {
  const actions = serviceActions(service)?.size ?? Number.NaN;
  let found = 0;
  const ms = await medianMs(() => {
    for (let run = 0; run < PATTERN_RUNS; run += 1) for (const _ of findActions(`${service}:${name}`)) found += 1;
  });
  if (name === '*' && found === 0) throw new Error(`${service}:* stands for nothing`);
  return `${Math.round((ms * 1e6) / PATTERN_RUNS / actions)} (${service}, ${actions})`;
}
