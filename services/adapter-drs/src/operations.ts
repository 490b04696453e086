/** The operations of the DRS adapter by name: read by the adapter and by its manifest. */
import { failback } from "./operations/failback.ts";
import { failbackLaunch } from "./operations/failback-launch.ts";
import { drill, recovery } from "./operations/recovery.ts";
import { reprotect } from "./operations/reprotect.ts";
import { reverseReplication } from "./operations/reverse-replication.ts";
import { syncTags } from "./operations/sync-tags.ts";
import { terminate } from "./operations/terminate.ts";
import { terminateRecovered } from "./operations/terminate-recovered.ts";

/** Every operation. `recovery` is the one that is meant where a plan names none. */
export const operations = {
  recovery,
  drill,
  terminate,
  reverse_replication: reverseReplication,
  failback,
  reprotect,
  terminate_recovered: terminateRecovered,
  failback_launch: failbackLaunch,
  sync_tags: syncTags,
};
