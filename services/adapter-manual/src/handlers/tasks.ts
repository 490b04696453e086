/** Lambda `dr-adapter-manual-tasks`: the adapter's queue. */
import { createTaskFunction } from "@dr/adapter-kit";
import { lambdaEntry } from "@dr/runtime";
import { manualAdapter } from "../adapter.ts";
import { tableNameOf } from "../table-name.ts";

export const { create, handler } = lambdaEntry((env) => {
  // The adapter makes its clients without a table, too, for questions: this function has tasks to open.
  tableNameOf(env);
  return createTaskFunction(manualAdapter, env);
});
