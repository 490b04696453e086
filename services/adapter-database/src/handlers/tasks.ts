/** Lambda `dr-adapter-database-tasks`: the adapter's queue. */
import { createTaskFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { databaseAdapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createTaskFunction(databaseAdapter, env));
