/** Lambda `dr-adapter-sql-always-on-queries`: questions about what the adapter acts on, and whether an operation is ready. */
import { createQueryFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { sqlAdapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createQueryFunction(sqlAdapter, env));
