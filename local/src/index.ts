/** What end-to-end tests and benchmarks use of the one-machine runtime. */
export { createSignedClient, type ApiAnswer, type ApiCall, type SignedClient, type SignedClientOptions } from "@dr/client/signed-client";
export { spawnRuntime, type ReadyLine, type SpawnedRuntime, type SpawnOptions } from "./client/spawn-runtime.ts";
