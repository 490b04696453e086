// For tests of whoever calls AWS: an estate of their own, with SDK clients that reach it without sockets.
export { createHandClock, type HandClock, START_MS } from "./hand-clock.ts";
export { createEstateHandler, type EstateHandler } from "./estate-handler.ts";
export { failureOf } from "./failure-of.ts";
export { createTestEstate, type SdkConfig, type TestEstate } from "./test-estate.ts";
export { createEstateWorld, type EstateConnection, type EstateWorld, type EstateWorldDeps } from "./estate-world.ts";
