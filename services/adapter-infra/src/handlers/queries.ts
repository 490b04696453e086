/** Lambda `dr-adapter-infra-queries`: questions about what the adapter acts on, and whether an operation is ready. */
import { createQueryFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { infraAdapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createQueryFunction(infraAdapter, env));
