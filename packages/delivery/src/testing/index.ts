/** The suite that every implementation of the stores has to pass. */
export { storeConformance } from "./store-conformance.ts";
