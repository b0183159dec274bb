import { assessRisk, planRemediation, type Severity } from 'access-analyzer-kit/evaluate';
import {
  createFindingHandler,
  type CreateFindingHandlerOptions,
  type FindingEvent,
  type FindingHandlerResult,
} from 'access-analyzer-kit/events';

/** What somebody who is woken up needs. Plain JSON, so that any chat or pager takes it. */
export interface Alert {
  readonly title: string;
  readonly severity: Severity;
  readonly why: readonly string[];
  readonly resource: string;
  readonly account: string;
  readonly region: string;
  readonly finding: string;
  /** The resource in the console. */
  readonly console?: string;
  /** If the access is not meant to be: what to do, and the line to paste into a shell. */
  readonly fix: readonly { readonly what: string; readonly line?: string }[];
  /** If it is meant to be: the archive rule that accepts it. */
  readonly accept?: { readonly ruleName: string; readonly filter: object };
  readonly warnings: readonly string[];
}

/** The alert of an open finding, with its risk and its remediation plan. */
export function alertOf({ account, analyzer, finding, region }: FindingEvent): Alert {
  const { reasons, severity } = assessRisk(finding);
  const plan = planRemediation(finding, { analyzer, region });
  const { intended, unintended } = plan;
  return {
    title: `${severity.toUpperCase()} ${plan.exposure}`,
    severity,
    why: reasons,
    resource: finding.resource ?? finding.resourceType,
    account: finding.resourceOwnerAccount ?? account,
    region,
    finding: finding.id,
    ...(unintended.consoleUrl === undefined ? {} : { console: unintended.consoleUrl }),
    fix: unintended.steps.map(({ cli, description }) => ({
      what: description,
      ...(cli === undefined ? {} : { line: cli.line }),
    })),
    ...(intended.archiveRule === undefined ? {} : { accept: intended.archiveRule }),
    warnings: plan.warnings,
  };
}

/** A handler that sends an alert for what opens, and a note for what closes. */
export function createAlertHandler(
  send: (message: Alert | { readonly title: string; readonly finding: string }) => Promise<void>,
  options: Pick<CreateFindingHandlerOptions, 'policy' | 'seen'> = {},
): (event: unknown) => Promise<FindingHandlerResult> {
  const note = (what: string) => async (event: { readonly finding: FindingEvent['finding'] }) => {
    const { id, resource, resourceType } = event.finding;
    await send({ title: `${what}: ${resource ?? resourceType}`, finding: id });
  };
  return createFindingHandler({
    ...options,
    onActive: async (event) => {
      await send(alertOf(event));
    },
    onArchived: note('Accepted'),
    onResolved: note('Resolved'),
  });
}
