/** The log in memory against the common suite. */
import { eventLogConformance } from "../testing/index.ts";
import { createMemoryEventLog } from "./memory-event-log.ts";

const log = createMemoryEventLog();
eventLogConformance("memory", () => ({ log, feed: log }));
