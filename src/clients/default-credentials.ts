import type { AwsCredentialIdentityProvider, Logger } from '@aws-sdk/types';

/** The SDK's default chain, loaded when credentials are first asked for. */
export function defaultCredentials(settings: {
  readonly profile?: string;
  readonly logger?: Logger;
}): AwsCredentialIdentityProvider {
  let made: Promise<AwsCredentialIdentityProvider> | undefined;
  const load = async (): Promise<AwsCredentialIdentityProvider> => {
    const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
    return defaultProvider(settings);
  };
  return async (properties) => (await (made ??= load()))(properties);
}
