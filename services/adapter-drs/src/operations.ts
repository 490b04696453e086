/** The operations of the DRS adapter by name: read by the adapter and by its manifest. */
import { drill, recovery } from "./operations/recovery.ts";
import { terminate } from "./operations/terminate.ts";

/** Every operation. `recovery` is the one that is meant where a plan names none. */
export const operations = { recovery, drill, terminate };
