/** Offline test skeletons. */
export interface TestingCalls {}
