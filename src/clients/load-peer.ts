import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { errorFacts } from './error-facts.ts';

const NOT_FOUND: readonly (string | undefined)[] = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'];

/**
 * Loads an optional peer dependency when it is first needed.
 *
 * @throws {@link AccessAnalyzerKitError} `MISSING_PEER` when it is not installed; what it throws itself otherwise.
 */
export async function loadPeer<Module>(name: string, purpose: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (!NOT_FOUND.includes(errorFacts(error).code)) throw error;
    throw new AccessAnalyzerKitError(
      'MISSING_PEER',
      `${purpose} needs the package ${name}, which is not installed: npm install ${name}`,
      { cause: error },
    );
  }
}
