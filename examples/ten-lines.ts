/** The whole job in ten lines: reads the account of the ambient AWS credentials and judges it. `npx tsx examples/ten-lines.ts` */
import { collectEvidence, createClients, evaluate, toSummary } from 'access-analyzer-kit';

await using clients = createClients();
const evidence = await collectEvidence(clients);
const verdict = evaluate(evidence);
console.log(toSummary(verdict));
process.exitCode = { PASS: 0, FAIL: 1, UNKNOWN: 2 }[verdict.status];
