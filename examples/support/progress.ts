import type { CollectEvidenceProgress } from 'access-analyzer-kit';
import { createLogUpdate } from 'log-update';

/** Shows how far reading is: a live line on a terminal, plain lines otherwise. */
export interface Progress {
  readonly onProgress: (event: CollectEvidenceProgress) => void;
  /** Takes the live line away. */
  readonly done: () => void;
}

/** Makes a {@link Progress} on a stream, usually standard error, so that `--json` stays clean. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) {
    return {
      onProgress: (event) => {
        stream.write(`${describe(event)}\n`);
      },
      done: () => undefined,
    };
  }
  const update = createLogUpdate(stream);
  return {
    onProgress: (event) => {
      update(describe(event));
    },
    done: () => {
      update.clear();
    },
  };
}

function describe(event: CollectEvidenceProgress): string {
  if (event.type === 'regions') return `Reading ${event.total} Regions of account ${event.account} …`;
  const { done, total, region, state, findings } = event;
  return `[${String(done).padStart(String(total).length)}/${total}] ${region}: ${state}${findings === 0 ? '' : `, ${findings} active ${findings === 1 ? 'finding' : 'findings'}`}`;
}
