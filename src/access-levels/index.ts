export { accessLevelData } from './access-level-data.ts';
export type { AccessLevelData } from './access-level-data-type.ts';
export { ACCESS_LEVELS } from './access-level.ts';
export type { AccessLevel } from './access-level.ts';
export { accessLevelsByAction } from './access-levels-by-action.ts';
export { classifyAccessLevel } from './classify-access-level.ts';
export type { AccessLevelClassification } from './classify-access-level.ts';
