/** What an adapter's own metrics are told. */
import type { ExecutionType, TaskResult } from "@dr/events";

/** An operation that did something and has ended: what was asked, and the result that was told. */
export interface EndedOperation {
  readonly operation: string;
  readonly phase: "execute" | "rollback" | "cleanup";
  readonly executionType: ExecutionType;
  readonly resources: Readonly<Record<string, unknown>>;
  readonly hasSucceeded: boolean;
  readonly result: TaskResult | undefined;
  /** Epoch milliseconds. */
  readonly atMs: number;
}
