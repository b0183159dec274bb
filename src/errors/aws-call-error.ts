import type { Problem } from './problem.ts';
import { AccessAnalyzerKitError } from './access-analyzer-kit-error.ts';

/** A call to AWS failed for good. The SDK's error is the `cause`; `problem` is the same fact as plain data. */
export class AwsCallError extends AccessAnalyzerKitError {
  readonly problem: Problem;

  constructor(problem: Problem, options?: { readonly cause?: unknown }) {
    super('AWS_CALL_FAILED', problem.message, options);
    this.problem = problem;
  }

  /** The operation that failed: `ListFindings`. */
  get operation(): string {
    return this.problem.operation;
  }

  /** The Region that was called, when there was one. */
  get region(): string | undefined {
    return this.problem.region;
  }

  /** What AWS Support asks for: AWS's id of the last attempt. Absent when the problem has none. */
  get requestId(): string | undefined {
    return this.problem.requestId;
  }

  /** Whether the same call may succeed when repeated without changing anything. */
  get retryable(): boolean {
    return this.problem.retryable;
  }
}
