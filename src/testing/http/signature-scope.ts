/** What a SigV4 signature says about its request. The signature itself is not checked. */
export interface SignatureScope {
  readonly accessKeyId: string;
  readonly region: string;
  /** The signing name: `access-analyzer`, `sts`, `s3` … */
  readonly service: string;
}

/** Reads the credential scope of an `Authorization` header; undefined when the request is not signed. */
export function signatureScope(headers: Readonly<Record<string, string>>): SignatureScope | undefined {
  const credential = /\bCredential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/u.exec(
    headers['authorization'] ?? '',
  );
  const [, accessKeyId, region, service] = credential ?? [];
  if (accessKeyId === undefined || region === undefined || service === undefined) return undefined;
  return { accessKeyId, region, service };
}

/** The Region in a host name such as `access-analyzer.eu-west-1.amazonaws.com`, for requests without a signature. */
export function hostRegion(host: string): string | undefined {
  return /\.([a-z]{2,4}(?:-[a-z]+)+-\d)\./u.exec(host)?.[1];
}
