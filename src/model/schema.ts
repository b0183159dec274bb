import type * as z from 'zod/mini';

/**
 * A schema, made when it is first asked for and kept. Importing the package makes none: most of its users need few, and
 * making all took longer than loading the rest of it.
 */
export type Schema<T = unknown> = () => z.ZodMiniType<T>;

/* @__NO_SIDE_EFFECTS__ */
/** Puts off the making of a schema. */
export function schemaOf<T>(make: () => z.ZodMiniType<T>): Schema<T> {
  let made: z.ZodMiniType<T> | undefined;
  return () => (made ??= make());
}
