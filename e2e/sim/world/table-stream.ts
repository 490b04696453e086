/** The stream of the log's table: tells a function of each commit, in no promised order between commits, at times twice or not at all. */
import type { Commit } from "@dr/event-log";
import type { FunctionPool } from "../kernel/function-pool.ts";
import type { Kernel } from "../kernel/process.ts";

/** A stream and the function that reads it. */
export interface TableStream {
  readonly onCommit: (commit: Commit) => void;
}

/** Lambda tries a record again until it succeeds, this often; then it goes to the failure destination, where nobody looks. */
const MAX_TRIES = 5;
const RETRY_MS = 1_000;

/** A stream of the table's replica in `region` that invokes `pool` for each commit; while the Region is cut off from the others it learns of none. */
export function createTableStream(kernel: Kernel, region: string, pool: FunctionPool<Commit, void>): TableStream {
  const { scheduler, faults, latency, network } = kernel;

  const deliver = (commit: Commit, tries: number): void => {
    if (!pool.hasRoom()) {
      scheduler.after(latency.between(50, 500), () => deliver(commit, tries));
      return;
    }
    pool.invoke(commit, (outcome) => {
      if (outcome.kind === "answered" || tries >= MAX_TRIES) return;
      scheduler.after(RETRY_MS * tries, () => deliver(commit, tries + 1));
    });
  };

  return {
    onCommit: (commit) => {
      if (faults.strikes("stream_record_lost")) return;
      const copies = faults.strikes("stream_record_duplicated") ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1) {
        const reordered = faults.strikes("message_reordered") ? faults.random.below(3_000) : 0;
        network.onceWhole(region, "tables", () => {
          scheduler.after(latency.between(10, 250) + reordered, () => deliver(commit, 1));
        });
      }
    },
  };
}
