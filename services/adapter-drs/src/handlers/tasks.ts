/** Lambda `dr-adapter-drs-tasks`: the adapter's queue. */
import { createTaskFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { drsAdapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createTaskFunction(drsAdapter, env));
