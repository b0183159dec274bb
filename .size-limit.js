/** What an import costs, without the SDK: tree-shaking is what is measured, so an entry stands for a use. */
const forNode = (config) => ({ ...config, platform: 'node' });
const base = { modifyEsbuildConfig: forNode, gzip: true };
const SDK = ['@aws-sdk/*', '@smithy/*'];

export default [
  { ...base, name: 'the errors alone', path: 'dist/pure.js', import: '{ isAccessAnalyzerKitError }', limit: '100 kB' },
  { ...base, name: 'everything pure, with the access-level table', path: 'dist/pure.js', import: '*', limit: '260 kB' },
  { ...base, name: 'everything but the SDK', path: 'dist/index.js', import: '*', ignore: SDK, limit: '300 kB' },
];
