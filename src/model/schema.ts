import type { GenericSchema } from 'valibot';

/** A schema of whatever may be given, which yields a `T`. */
export type ValueSchema<T = unknown> = GenericSchema<unknown, T>;

/**
 * A schema, made when it is first asked for and kept. Importing the package makes none: most of its users need few, and
 * making all took longer than loading the rest of it.
 */
export type Schema<T = unknown> = () => ValueSchema<T>;

/** Puts off the making of a schema. Its calls are marked as pure, for bundlers to drop the schemas that are not used. */
export function schemaOf<T>(make: () => ValueSchema<T>): Schema<T> {
  let made: ValueSchema<T> | undefined;
  return () => (made ??= make());
}
