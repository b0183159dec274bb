/** A package whose code the build takes into ours. */
export interface Bundled {
  readonly name: string;
  readonly version: string;
}

/** The packages of which NOTICE says that the built package contains parts of them. */
export function bundledPackages(notice: string): Bundled[] {
  return [...notice.matchAll(/contains parts of (\S+) (\d\S+)/g)].map(([, name = '', version = '']) => ({
    name,
    version,
  }));
}
