/** Conformance suites: for adapters on their own fakes, and for ledgers. */
export { adapterConformance } from "./conformance.ts";
export { startAwsRecorder, type AwsRecorder, type RecordedAnswer, type RecordedRequest } from "./aws-recorder.ts";
export { recorderOfTest } from "./recorder-of-test.ts";
export type { CoverageLine } from "./coverage.ts";
export { awsError, type FaultPlan, type MutationFault, type WrapPort } from "./faults.ts";
export { createHarness, type Hardship, type Harness } from "./harness.ts";
export type { RequestOptions } from "./harness-requests.ts";
export { ledgerConformance, ledgerItem } from "./ledger-conformance.ts";
export type { ConformanceSubject, FakeWorld, Scenario } from "./scenario.ts";
export { createGiven, type Given } from "./given.ts";
