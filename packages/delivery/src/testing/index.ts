/** The suite that every implementation of the stores has to pass, and what is refused everywhere. */
export { HOSTILE_LITERALS, HOSTILE_URLS } from "./hostile-urls.ts";
export { pumpParts } from "./pump-parts.ts";
export { storeConformance } from "./store-conformance.ts";
export { newLane } from "../lane.ts";
export { sampleEvent } from "./sample-event.ts";
