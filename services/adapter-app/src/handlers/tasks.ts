/** Lambda `dr-adapter-app-tasks`: the adapter's queue. */
import { createTaskFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { appAdapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createTaskFunction(appAdapter, env));
