import { expect, test } from 'vitest';
import { hostRegion, signatureScope } from '../../../../src/testing/http/signature-scope.ts';

test('the scope is read out of a SigV4 header', () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261120/eu-west-1/access-analyzer/aws4_request, SignedHeaders=host, Signature=00';
  expect(signatureScope({ authorization })).toEqual({
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    region: 'eu-west-1',
    service: 'access-analyzer',
  });
});

test.each(['', 'Bearer token', 'AWS4-HMAC-SHA256 Credential=AKIA/20261120/eu-west-1'])(
  'no scope: %j',
  (authorization) => {
    expect(signatureScope({ authorization })).toBeUndefined();
  },
);

test.each([
  ['access-analyzer.eu-west-1.amazonaws.com', 'eu-west-1'],
  ['access-analyzer-fips.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
  ['access-analyzer.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
  ['access-analyzer.eusc-de-east-1.api.amazonwebservices.eu', 'eusc-de-east-1'],
  ['sts.amazonaws.com', undefined],
  ['127.0.0.1', undefined],
])('the Region of %s is %s', (host, region) => {
  expect(hostRegion(host)).toBe(region);
});
