/** Lambda `dr-adapter-s3-queries`: questions about what the adapter acts on, and whether an operation is ready. */
import { createQueryFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { s3Adapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createQueryFunction(s3Adapter, env));
