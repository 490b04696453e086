/** `drs.reprotect`: after a failback, protection in the former direction. */
import { reversal } from "./reversal.ts";

/** Replicates instances that were brought home to the Region that they would be recovered to again. */
export const reprotect = reversal({
  description: "Protects servers again after their failback: replicates them to the recovery Region, and waits for the first copy",
  pair: ({ here, there }) => ({ from: there, to: here }),
  first: "it was not brought home: reverse_replication and failback come first",
  failback: { none: "it is the last step of the way home" },
});
