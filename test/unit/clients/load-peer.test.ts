import { describe, expect, it } from 'vitest';
import { loadPeer } from '../../../src/clients/load-peer.ts';

describe('loadPeer', () => {
  it('gives what was loaded', async () => {
    expect(await loadPeer('peer', 'This', async () => 'module')).toBe('module');
  });

  it('names a package that is not installed, and what needs it', async () => {
    const missing = Object.assign(new Error("Cannot find package 'peer'"), { code: 'ERR_MODULE_NOT_FOUND' });
    const loading = loadPeer('peer', 'Assuming a role', async () => {
      throw missing;
    });
    await expect(loading).rejects.toMatchObject({ code: 'MISSING_PEER', cause: missing });
    await expect(loading).rejects.toThrow(
      'Assuming a role needs the package peer, which is not installed: npm install peer',
    );
  });

  it('leaves any other failure as it is', async () => {
    const broken = new SyntaxError('broken');
    const loading = loadPeer('peer', 'This', async () => {
      throw broken;
    });
    await expect(loading).rejects.toBe(broken);
  });
});
