/** Lambda `dr-adapter-storage-queries`: questions about what the adapter acts on, and whether an operation is ready. */
import { createQueryFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { storageAdapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createQueryFunction(storageAdapter, env));
