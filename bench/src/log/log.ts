/** Appends and reads of our log against a raw PutItem and castore, on one local DynamoDB and in memory. */
import type { BenchRow } from "../report.ts";
import { caseName } from "./cases.ts";
import { measureDynamo } from "./dynamo.ts";
import { measureMemory } from "./memory.ts";

/** Runs the benchmark; subjects take turns throughout. */
export async function run(runs: number): Promise<{ rows: BenchRow[]; ratios: Record<string, number> }> {
  const dynamo = await measureDynamo(runs);
  const memory = await measureMemory(runs);
  // castore keeps a reference to what it is given; we copy it and hash it, which shows most with a single event.
  const inMemory = (events: number, streams = 10_000): string => caseName({ clients: 1, streams, events });
  const ratios = {
    append3_vs_castore: dynamo.appends.ratio("append 3,", "ours", "castore"),
    append3_vs_castore_lowest_case: dynamo.appends.lowestRatio("append 3,", "ours", "castore"),
    append10_vs_castore: dynamo.appends.ratio("append 10,", "ours", "castore"),
    append3_vs_castore_without_stream: dynamo.withoutStream.ratio("append 3,", "ours", "castore"),
    append3_vs_castore_without_stream_lowest_case: dynamo.withoutStream.lowestRatio("append 3,", "ours", "castore"),
    append1_vs_raw_put: dynamo.appends.ratio("append 1,", "ours", "raw put"),
    append1_vs_raw_put_lowest_case: dynamo.appends.lowestRatio("append 1,", "ours", "raw put"),
    memory_vs_castore: memory.ratio(inMemory(3), "ours", "castore"),
    memory_vs_castore_1_event: memory.ratio(inMemory(1), "ours", "castore"),
    memory_vs_castore_10_events: memory.ratio(inMemory(10), "ours", "castore"),
    memory_10000_vs_10_streams: memory.ratioOfCases("ours", inMemory(3), inMemory(3, 10)),
  };
  return {
    rows: [
      ...dynamo.appends.rows("DynamoDB", "appends/s"),
      ...dynamo.withoutStream.rows("DynamoDB without a stream", "appends/s"),
      ...dynamo.reads.rows("DynamoDB", "ms"),
      ...memory.rows("memory", "appends/s"),
    ],
    // Without Dynoxide there is no castore on DynamoDB, and no figure.
    ratios: Object.fromEntries(Object.entries(ratios).filter(([, value]) => Number.isFinite(value))),
  };
}
