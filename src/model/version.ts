/** The name of this package, as it stands in the user agent and in every report. */
export const PACKAGE_NAME = 'access-analyzer-kit';

/** The version of this package. A test holds it to package.json, which the built files cannot read. */
export const VERSION = '0.1.0';
