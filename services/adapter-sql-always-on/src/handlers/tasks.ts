/** Lambda `dr-adapter-sql-always-on-tasks`: the adapter's queue. */
import { createTaskFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { sqlAdapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createTaskFunction(sqlAdapter, env));
