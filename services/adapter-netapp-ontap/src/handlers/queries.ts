/** Lambda `dr-adapter-netapp-ontap-queries`: questions about what the adapter acts on, and whether an operation is ready. */
import { createQueryFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { ontapAdapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createQueryFunction(ontapAdapter, env));
