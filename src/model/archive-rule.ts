/**
 * One condition of a filter. Several values in one operator are alternatives; several operators must all hold.
 * AWS allows 1 to 20 values an operator.
 */
export interface Criterion {
  readonly eq?: readonly string[];
  readonly neq?: readonly string[];
  readonly contains?: readonly string[];
  readonly exists?: boolean;
}

/** A filter as AWS takes it: property to criterion; all properties must match. `{ isPublic: { eq: ['true'] } }` */
export type Filter = Readonly<Record<string, Criterion>>;

/** One value as people write it; it is normalised to the string that AWS wants. */
export type CriterionValue = string | number | boolean;

/** A criterion as people write it: single values, numbers and booleans are normalised to lists of strings. */
export interface CriterionInput {
  readonly eq?: CriterionValue | readonly CriterionValue[] | undefined;
  readonly neq?: CriterionValue | readonly CriterionValue[] | undefined;
  readonly contains?: CriterionValue | readonly CriterionValue[] | undefined;
  readonly exists?: boolean | undefined;
}

/** A filter as people write it: `{ isPublic: { eq: true }, resourceOwnerAccount: { eq: 111122223333 } }`. */
export type FilterInput = Readonly<Record<string, CriterionInput>>;

/** A rule that archives findings by itself. Belongs to one analyzer in one Region. */
export interface ArchiveRule {
  readonly ruleName: string;
  readonly filter: Filter;
  readonly createdAt?: string;
  readonly updatedAt?: string;
}
