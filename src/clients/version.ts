export { PACKAGE_NAME, VERSION } from '../model/version.ts';
