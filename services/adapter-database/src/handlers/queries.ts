/** Lambda `dr-adapter-database-queries`: which databases there are, and whether an operation is ready. */
import { createQueryFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { databaseAdapter } from "../adapter.ts";

export const { create, handler } = lambdaEntry((env) => createQueryFunction(databaseAdapter, env));
