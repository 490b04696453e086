/** `drs.reverse_replication`: the first step of the way home. */
import { reversal } from "./reversal.ts";

/** Replicates recovered instances back to where their servers came from. */
export const reverseReplication = reversal({
  description: "Replicates recovered instances back to the Region of their source servers, and waits for the first copy",
  pair: ({ here, there }) => ({ from: here, to: there }),
  first: "it has no recovery instance: recover it first",
  failback: { by: "failback" },
});
