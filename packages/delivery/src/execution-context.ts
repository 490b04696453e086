/** What every mapping may know of the execution that an event belongs to, read from its first facts. */
export interface ExecutionContext {
  readonly executionId: string;
  readonly planId: string;
  /** A drill must be told from a recovery in every title, and pages nobody. */
  readonly executionType: "drill" | "recovery";
  readonly mode: "planned" | "unplanned";
  readonly tags: Readonly<Record<string, string>>;
}
