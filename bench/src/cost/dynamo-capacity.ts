/** What a DynamoDB request consumed, as the engine reports it. */

/** Operations of the functions that write; all others read. */
const WRITES: ReadonlySet<string> = new Set(["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"]);
/** A write whose condition failed is billed all the same (DynamoDB developer guide, "Condition expressions"). */
const FAILED_WRITE_UNITS = 1;

/** Request units of one request. */
export interface Capacity {
  readonly writes: boolean;
  readonly units: number;
}

/** The request, with the wish to hear what it consumed. */
export function withCapacity(body: Record<string, unknown>): Record<string, unknown> {
  return { ...body, ReturnConsumedCapacity: "TOTAL" };
}

/** Units from the answer, indexes included; null stands for a refusal. An empty read still takes half a unit or, consistent, one. */
export function capacityOf(operation: string, answer: Readonly<Record<string, unknown>> | null): Capacity {
  const writes = WRITES.has(operation);
  if (answer === null) return { writes, units: writes ? FAILED_WRITE_UNITS : 0 };
  const consumed = answer["ConsumedCapacity"];
  const parts = (Array.isArray(consumed) ? consumed : [consumed]) as readonly ({ readonly CapacityUnits?: number } | undefined)[];
  return { writes, units: parts.reduce((sum, part) => sum + (part?.CapacityUnits ?? 0), 0) };
}
