/** Lambda `dr-adapter-manual-tasks`: the adapter's queue. */
import { createTaskFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { manualAdapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createTaskFunction(manualAdapter, env));
