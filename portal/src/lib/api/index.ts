export { api, askedOnce } from './client';
export { publicApi } from './publicClient';
export { session } from './browserSession';
export type { Person, SessionState } from './session';
export { ApiError, Unreachable, answered, isProblem } from './problems';
export type { FieldError, InvalidCode, Problem } from './problems';
export type { components, paths } from './schema';
export { type Scenario, SimulatorRefused, addWorkspace, listScenarios, simulateCall } from './simulator';
