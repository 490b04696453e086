/** Lambda `dr-adapter-storage-tasks`: the adapter's queue. */
import { createTaskFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { storageAdapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createTaskFunction(storageAdapter, env));
