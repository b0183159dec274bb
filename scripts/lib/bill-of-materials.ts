import type { Bundled } from './bundled.ts';

/** What is used of a CycloneDX document as npm writes it. */
export interface BillOfMaterials {
  readonly metadata: { readonly component: { readonly 'bom-ref': string } };
  readonly components: readonly Component[];
  readonly dependencies: readonly Dependencies[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
}

interface Dependencies {
  readonly ref: string;
  readonly dependsOn: readonly string[];
}

/**
 * The bill of materials of what is published, out of that of everything which is installed: the run-time dependencies with all
 * that they depend on, and what is built in, which to npm is a development dependency. npm's own `--omit dev` leaves out most of
 * what the run-time dependencies depend on.
 *
 * @throws when something that belongs to it is not installed.
 */
export function publishedMaterials(
  everything: BillOfMaterials,
  runtime: readonly string[],
  bundled: readonly Bundled[],
): BillOfMaterials {
  const root = everything.metadata.component['bom-ref'];
  const graph = new Map(everything.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  const direct = (graph.get(root) ?? []).filter((ref) => runtime.includes(ref.slice(0, ref.lastIndexOf('@'))));
  const builtIn = bundled.map(({ name, version }) => `${name}@${version}`);
  if (direct.length < runtime.length)
    throw new Error(`Of ${runtime.join(', ')} only ${direct.join(', ')} are installed`);
  const reached = new Set([...direct, ...builtIn]);
  // What is added while a set is walked is walked too.
  for (const ref of reached) for (const next of graph.get(ref) ?? []) if (!builtIn.includes(ref)) reached.add(next);
  const components = everything.components.filter((component) => reached.has(component['bom-ref']));
  const missing = [...reached].filter((ref) => !components.some((component) => component['bom-ref'] === ref));
  if (missing.length > 0) throw new Error(`Not installed: ${missing.join(', ')}`);
  return {
    ...everything,
    components,
    dependencies: [
      { ref: root, dependsOn: [...direct, ...builtIn] },
      ...components.map(({ 'bom-ref': ref }) => ({
        ref,
        dependsOn: builtIn.includes(ref) ? [] : (graph.get(ref) ?? []),
      })),
    ],
  };
}
