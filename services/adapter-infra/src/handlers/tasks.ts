/** Lambda `dr-adapter-infra-tasks`: the adapter's queue. */
import { createTaskFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { infraAdapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createTaskFunction(infraAdapter, env));
