/** Evidence: what is exported of an execution, and how anybody verifies it. */
export { signExport, toExecutionExport, type ExportParts } from "./execution-export.ts";
export { replay, type Impossible, type Replay } from "./replay/replay.ts";
export { referenceOf, toResourceReferences, type ResourceReference } from "./resource-references.ts";
export { checkWitness, type Witnessed } from "./witness.ts";
export { toOperationResults } from "./technology-results.ts";
export { verifyExecution, type ExecutionVerdict } from "./verify-execution.ts";
