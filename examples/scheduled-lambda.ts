/**
 * A Lambda function on a schedule: writes the evidence of each audit to S3, and fails when access is open that was not before, or when
 * not everything could be read. EVIDENCE_BUCKET says where to; EVIDENCE_PREFIX (default: evidence) below which name.
 */
import { S3Client } from '@aws-sdk/client-s3';
import { createClients } from 'access-analyzer-kit';
import { s3ObjectStore } from './step-functions/object-store.ts';
import { createScheduledAudit, type ScheduledAuditResult, type ScheduledEvent } from './support/scheduled-audit.ts';

/** A little before Lambda would end the function without a word. */
const LEFT_MS = 10_000;

const audit = createScheduledAudit({
  clients: createClients(),
  store: s3ObjectStore(new S3Client({})),
  bucket: process.env['EVIDENCE_BUCKET'] ?? '',
  prefix: process.env['EVIDENCE_PREFIX'] ?? 'evidence',
});

export async function handler(
  event: ScheduledEvent,
  context: { getRemainingTimeInMillis(): number },
): Promise<ScheduledAuditResult> {
  return audit(event, AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - LEFT_MS)));
}
