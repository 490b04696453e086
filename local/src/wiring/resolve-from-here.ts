/** Lets an adapter outside this repository import our packages without an installation of its own. */
import { registerHooks } from "node:module";
import { sep } from "node:path";
import { pathToFileURL } from "node:url";

/** Modules that have what an adapter may import: the kit its own packages, this one the SDK clients. */
const LENDERS = [new URL("../../../packages/adapter-kit/src/index.ts", import.meta.url).href, import.meta.url];

/** From now on, in this thread, a package that modules below `folder` do not find is looked for here too. */
export function resolveFromHere(folder: string): void {
  const below = pathToFileURL(folder + sep).href;
  registerHooks({
    resolve: (specifier, context, next) => {
      try {
        return next(specifier, context);
      } catch (error) {
        if (!isPackage(specifier) || context.parentURL?.startsWith(below) !== true) throw error;
        for (const parentURL of LENDERS) {
          try {
            return next(specifier, { ...context, parentURL });
          } catch {
            // The next one may have it.
          }
        }
        throw error;
      }
    },
  });
}

function isPackage(specifier: string): boolean {
  return !/^(?:[./]|file:|node:|data:)/.test(specifier);
}
