/**
 * One condition of a filter. Several values in one operator are alternatives; several operators must all hold.
 * AWS allows 1 to 20 values an operator.
 */
export interface Criterion {
  /** The property equals one of these; case counts in offline matching. */
  readonly eq?: readonly string[];
  /** The property equals none of these. AWS does not document what becomes of a finding without the property. */
  readonly neq?: readonly string[];
  /** One of these is a part of the property's text; `*` and `?` mean themselves in offline matching. */
  readonly contains?: readonly string[];
  /** Whether the finding has the property. This library writes no archive rule with other operators beside it. */
  readonly exists?: boolean;
}

/** A filter as AWS takes it: property to criterion; all properties must match. `{ isPublic: { eq: ['true'] } }` */
export type Filter = Readonly<Record<string, Criterion>>;

/** One value as people write it; it is normalised to the string that AWS wants. */
export type CriterionValue = string | number | boolean;

/** A criterion as people write it: single values, numbers and booleans are normalised to lists of strings. */
export interface CriterionInput {
  /** As {@link Criterion.eq}: 1 to 20 different values; repeated ones are dropped. */
  readonly eq?: CriterionValue | readonly CriterionValue[] | undefined;
  /** As {@link Criterion.neq}: 1 to 20 different values; repeated ones are dropped. */
  readonly neq?: CriterionValue | readonly CriterionValue[] | undefined;
  /** As {@link Criterion.contains}: 1 to 20 different values; repeated ones are dropped. */
  readonly contains?: CriterionValue | readonly CriterionValue[] | undefined;
  /** As {@link Criterion.exists}. A boolean only: the text `true` is refused. */
  readonly exists?: boolean | undefined;
}

/** A filter as people write it: `{ isPublic: { eq: true }, resourceOwnerAccount: { eq: 111122223333 } }`. */
export type FilterInput = Readonly<Record<string, CriterionInput>>;

/** A rule that archives findings by itself. Belongs to one analyzer in one Region. */
export interface ArchiveRule {
  /** Unique on its analyzer. AWS takes 1 to 255 characters: a letter, then letters, digits, `_`, `.` and `-`. */
  readonly ruleName: string;
  /** New findings that match it are archived; existing ones only when the rule is applied (ApplyArchiveRule). */
  readonly filter: Filter;
  /** ISO 8601, UTC, milliseconds. Absent in a rule that was not read from AWS. */
  readonly createdAt?: string;
  /** ISO 8601, UTC, milliseconds. Absent in a rule that was not read from AWS. */
  readonly updatedAt?: string;
}
