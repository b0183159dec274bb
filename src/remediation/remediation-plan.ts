import type { AnalyzerRef } from '../model/analyzer.ts';
import type { Filter } from '../model/archive-rule.ts';
import type { ResourceType } from '../model/finding.ts';
import type { Diagnostic } from '../filters/lint/diagnostic.ts';

/** What to do about a finding: accept it, or take the access away and have AWS look again. Plain JSON. */
export interface RemediationPlan {
  /** The finding's id. */
  readonly finding: string;
  /** The ARN. Absent when the finding names none. */
  readonly resource?: string;
  /** As the finding has it; `UNKNOWN` when AWS sent none. */
  readonly resourceType: ResourceType;
  /** Who can do what to which resource, at which level, under which condition: one sentence. */
  readonly exposure: string;
  /** For access that is meant to be. */
  readonly intended: IntendedBranch;
  /** For access that is not. */
  readonly unintended: UnintendedBranch;
  /** How to have AWS look again, as it does for external access only. Absent for all other findings, and without the resource's ARN. */
  readonly rescan?: RescanAdvice;
  /** What may break, what stays, what to mind. Sentences, most important first. */
  readonly warnings: readonly string[];
}

/** How to accept a finding, now and in future. */
export interface IntendedBranch {
  /** A rule as narrow as the finding allows. Absent when nothing narrow can be written: `reason` says why. */
  readonly archiveRule?: { readonly ruleName: string; readonly filter: Filter };
  /** Why there is no rule. */
  readonly reason?: string;
  /** What {@link lintArchiveRule} says of the rule. */
  readonly diagnostics: readonly Diagnostic[];
  /** The rule hides public access, or may: every function that takes it wants `allowPublic: true`. */
  readonly needsAllowPublic: boolean;
  /**
   * Create the rule, for which the analyzer's name is enough, and apply it to what exists, for which its ARN is needed. Without a
   * rule: archive this one finding, by the ARN. Empty where those are missing, and of an error finding, which is not to be hidden.
   */
  readonly steps: readonly RemediationStep[];
  /**
   * Delete the rule and make this finding ACTIVE again, for which the analyzer's ARN is needed; what else the rule
   * archived stays archived. Without a rule: the finding alone. Empty where `steps` is.
   */
  readonly undo: readonly RemediationStep[];
}

/** How to take the access away. */
export interface UnintendedBranch {
  /** The resource in the console of its partition. Absent for a partition or type without a known console address. */
  readonly consoleUrl?: string;
  /** In this order. */
  readonly steps: readonly RemediationStep[];
  /** Other ways to the same end, wider or more thorough. */
  readonly alternatives: readonly RemediationStep[];
  /** Takes `steps` back, not `alternatives`; may need the file that a step kept. Empty where no way back is known. */
  readonly undo: readonly RemediationStep[];
}

/** One thing to do. */
export interface RemediationStep {
  /** For people, without a line break; control and invisible characters in names are written as `\u{a}`. */
  readonly description: string;
  /** Whether it changes anything. */
  readonly writes: boolean;
  /** Absent where a person must look or edit, and where a name holds characters that no command line should. */
  readonly cli?: CliCommand;
  /** The same call for the AWS SDK for JavaScript v3. */
  readonly sdk?: SdkCall;
}

/** A call of the AWS CLI. */
export interface CliCommand {
  /** The arguments after `aws`, not quoted. `${NAME}` stands for the variable of that name. */
  readonly arguments: readonly string[];
  /** The line to paste into a POSIX shell: quoted, nothing in it is expanded but `variables`. */
  readonly line: string;
  /** The file in the current directory that the line writes. */
  readonly writesFile?: string;
  /** Shell variables to set before: what the finding does not say, such as a statement's id. The line stops without them. */
  readonly variables: readonly string[];
}

/** A call of the AWS SDK for JavaScript v3. */
export interface SdkCall {
  /** The package: `@aws-sdk/client-s3`. */
  readonly package: string;
  /** The client's class, which `package` exports: `S3Client`. */
  readonly client: string;
  /** The command's class, which `package` exports: `PutPublicAccessBlockCommand`. */
  readonly command: string;
  /** Where to send it. Absent for global services and when the Region is not known. */
  readonly region?: string;
  /** What the command takes, by the API's names, without the members in `fillIn`. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Members of `input` that the caller must add: an edited policy, a statement's id. */
  readonly fillIn: readonly string[];
}

/** What to have AWS analyse again, and where. */
export interface RescanAdvice {
  /** The finding's `resource`, unchanged: what `rescanAndAwait` takes. */
  readonly resourceArn: string;
  /**
   * Given where the analyzer may need it: for another account's resource, and on what is known to be an organization analyzer for
   * every one whose account is known.
   */
  readonly resourceOwnerAccount?: string;
  /**
   * `every`: in every Region with an external analyzer, since each has a finding of its own for an IAM role.
   * `one`: in the resource's Region.
   */
  readonly scope: 'one' | 'every';
  /** The Regions, as far as they are known. */
  readonly regions: readonly string[];
  /** Start the scan on the finding's own analyzer. Empty without the analyzer's ARN. */
  readonly steps: readonly RemediationStep[];
  /** When AWS looks by itself, and when a rescan proves nothing. */
  readonly notes: readonly string[];
}

/** What is known beside the finding. */
export interface PlanRemediationContext {
  /** The analyzer that reported the finding: an ARN or `Analyzer` gives all commands, a name some. */
  readonly analyzer?: AnalyzerRef | undefined;
  /**
   * The finding's Region.
   *
   * @defaultValue the Region of the resource's ARN, else of the analyzer's
   */
  readonly region?: string | undefined;
  /** The Regions with an external analyzer: where an IAM role is to be rescanned. */
  readonly regions?: readonly string[] | undefined;
}
