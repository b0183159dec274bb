import { manualStep, readStep, writeStep, type AwsCall } from './aws-call.ts';
import { oneLine } from './one-line.ts';
import type { Fix } from './resource-unit.ts';
import type { Target } from './target.ts';

/** How one service hands out its policy and takes it back. */
export interface PolicyCalls {
  /** `queue policy` */
  readonly noun: string;
  readonly service: AwsCall['service'];
  /** Absent for a global service. */
  readonly region: string | undefined;
  readonly read: {
    readonly operation: string;
    readonly input: AwsCall['input'];
    readonly query: string;
    readonly output: 'text' | 'json';
  };
  readonly write: { readonly operation: string; readonly input: AwsCall['input']; readonly policyMember: string };
}

/** Keep the policy, edit it, put it back; to undo, put back what was kept. A finding does not say which statement grants. */
export function editPolicy(target: Target, calls: PolicyCalls): Pick<Fix, 'steps' | 'undo'> {
  const { noun, service, region, read, write } = calls;
  const put = (file: string): AwsCall => ({
    service,
    operation: write.operation,
    region,
    input: { ...write.input, [write.policyMember]: { file } },
  });
  const { beforeFile, afterFile } = target;
  return {
    steps: [
      readStep(`Keep the ${noun} as it is, for the undo.`, {
        service,
        operation: read.operation,
        region,
        input: read.input,
        save: { query: read.query, output: read.output, file: beforeFile },
      }),
      manualStep(
        `Copy ${beforeFile} to ${afterFile} and take out what lets in ${oneLine(target.principal.text)}, or narrow it by a condition.`,
      ),
      writeStep(`Put the edited ${noun} in force.`, put(afterFile)),
    ],
    undo: [writeStep(`Put the ${noun} back as it was.`, put(beforeFile))],
  };
}
