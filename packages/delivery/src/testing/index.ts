/** The suite that every implementation of the stores has to pass. */
export { storeConformance } from "./store-conformance.ts";
export { newLane } from "../lane.ts";
export { sampleEvent } from "./sample-event.ts";
