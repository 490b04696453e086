/** A bus inside one process: what goes through it becomes text and is read again, and now and then it arrives twice. */
import { createBus, systemSleep, type Bus, type BusEntry } from "@dr/runtime";

/** Takes one delivery: the entry, and the message body that a queue would get. */
export type Route = (entry: BusEntry, body: string) => void;

/** One event in so many is delivered twice: a bus promises at least once, and the engine has to take it. */
const DUPLICATE_EVERY = 20;

/** A bus that hands everything to `route`, through the product's own cutting of requests. */
export function createProcessBus(route: Route): Bus {
  let accepted = 0;
  const accept = (entry: BusEntry): null => {
    accepted += 1;
    const { source, detailType, detail } = entry;
    const body = JSON.stringify({ version: "0", id: `bus-${accepted}`, "detail-type": detailType, source, detail });
    route(entry, body);
    if (accepted % DUPLICATE_EVERY === 0) route(entry, body);
    return null;
  };
  return createBus({ putEntries: async (entries) => entries.map(accept), sleep: systemSleep });
}
