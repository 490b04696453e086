/** Lambda `dr-adapter-s3-tasks`: the adapter's queue. */
import { createTaskFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { s3Adapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createTaskFunction(s3Adapter, env));
