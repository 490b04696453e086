/** Loads the code behind a function of a manifest: the same module that is bundled for Lambda. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FunctionEnv, FunctionManifest, LambdaHandler } from "@dr/runtime";

/** The folder of a service of this repository. */
export function folderOf(service: { readonly service: string }): string {
  return join(import.meta.dirname, service.service);
}

/** The function's `create(env)`. Rejects when the module below `folder` exports none. */
export async function loadFunction(folder: string, declared: FunctionManifest): Promise<(env: FunctionEnv) => LambdaHandler> {
  const file = join(folder, declared.entry);
  const { create } = (await import(pathToFileURL(file).href)) as { create?: (env: FunctionEnv) => LambdaHandler };
  if (!create) throw new Error(`${file} exports no create(env)`);
  return create;
}
