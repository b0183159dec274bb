import { classifyAccessLevel } from 'access-analyzer-kit';
import { medianMs, ratio } from './median.ts';

const ACTIONS = ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage', 'kms:Decrypt', 'sts:AssumeRole'];
const ROUNDS = 20_000;

/** `classifyAccessLevel` of exact actions, warm, against looking the same actions up in a plain `Map`. */
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
  return `classifyAccessLevel, exact and warm: ${perAction.toPrecision(2)} µs an action, ${ratio(own, peer)} × a Map look-up (${hits > 0 ? 'all known' : 'none known'})`;
}
