import { getEventListeners } from 'node:events';
import { ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer';
import { describe, expect, it, vi } from 'vitest';
import { callAws } from '../../../src/clients/call-aws.ts';
import type { SendingClient } from '../../../src/clients/carry-signal.ts';

const options = { operation: 'ListAnalyzers', region: 'eu-central-1' };
const command = new ListAnalyzersCommand({});
const clientOf = (send: SendingClient['send']): SendingClient => ({ send });

describe('callAws', () => {
  it('returns the output and leaves no listener', async () => {
    const { signal } = new AbortController();
    const output = await callAws(
      clientOf(async () => ({ analyzers: [] })),
      command,
      { ...options, signal },
    );
    expect(output).toStrictEqual({ analyzers: [] });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('throws what went wrong as data, with the SDK’s error as the cause', async () => {
    const error = Object.assign(new Error('no'), { name: 'AccessDeniedException', $fault: 'client' });
    await expect(
      callAws(
        clientOf(() => Promise.reject(error)),
        command,
        options,
      ),
    ).rejects.toMatchObject({
      code: 'AWS_CALL_FAILED',
      operation: 'ListAnalyzers',
      region: 'eu-central-1',
      cause: error,
      problem: { code: 'access-denied', missingAction: 'access-analyzer:ListAnalyzers' },
    });
  });

  it.each([[undefined], [null], ['text']])('takes the output %s for malformed', async (output) => {
    await expect(
      callAws(
        clientOf(async () => output),
        command,
        options,
      ),
    ).rejects.toMatchObject({
      problem: { code: 'malformed-response' },
    });
  });

  it('sends nothing when the signal is aborted already', async () => {
    const send = vi.fn<SendingClient['send']>();
    const signal = AbortSignal.abort('early');
    await expect(callAws(clientOf(send), command, { ...options, signal })).rejects.toBe('early');
    expect(send).not.toHaveBeenCalled();
  });

  it('rejects with the reason at once, even from a client that does not listen', async () => {
    const controller = new AbortController();
    const call = callAws(
      clientOf(() => new Promise(() => {})),
      command,
      { ...options, signal: controller.signal },
    );
    controller.abort('now');
    await expect(call).rejects.toBe('now');
  });

  it('prefers the reason of an abort to the error that it caused', async () => {
    const controller = new AbortController();
    const client = clientOf(async () => {
      controller.abort('mine');
      throw new Error('Request aborted');
    });
    await expect(callAws(client, command, { ...options, signal: controller.signal })).rejects.toBe('mine');
  });
});
