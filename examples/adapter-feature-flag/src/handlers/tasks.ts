/** Lambda `dr-adapter-feature-flag-tasks`: the adapter's queue. */
import { createTaskFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { featureFlagAdapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createTaskFunction(featureFlagAdapter, env));
