/** Lambda `dr-adapter-netapp-ontap-tasks`: the adapter's queue. */
import { createTaskFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { ontapAdapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createTaskFunction(ontapAdapter, env));
