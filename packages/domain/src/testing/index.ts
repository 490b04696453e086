/** What specs of deciders need. Never deployed. */
export { deepFreeze, specFor, type Decided, type Given } from "./spec.ts";
export { hostileDocuments, type HostileDocument } from "./hostile-documents.ts";
