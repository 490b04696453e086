/** Lambda `dr-adapter-manual-queries`: questions about what the adapter acts on, and whether an operation is ready. */
import { createQueryFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { manualAdapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createQueryFunction(manualAdapter, env));
