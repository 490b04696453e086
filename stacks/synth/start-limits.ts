/** What a cold start may take: the one place where that is written. */

/** Processor time of an import beside that of a bare function with the same SDK clients. */
const IMPORT_RATIO = 1.5;
/** Zod schemas that an import may make. */
export const SCHEMAS = 150;

/** Functions that may make more, and why. */
const MORE: Readonly<Record<string, { readonly schemas: number; readonly why: string }>> = {
  "dr-api-http": { schemas: 350, why: "a rule for each of its routes, and the fields of a plan" },
};

/** What a start took. */
export interface Taken {
  readonly name: string;
  readonly importMs: number;
  readonly bareAllMs?: number;
  readonly schemas: number;
}

/** Whether an import took longer than it may; false where no client is there to hold it against. */
export function isSlow({ importMs, bareAllMs }: Pick<Taken, "importMs" | "bareAllMs">): boolean {
  return bareAllMs !== undefined && importMs > IMPORT_RATIO * bareAllMs;
}

/** What is wrong with a start; empty if nothing is. */
export function overLimits(taken: Taken, more = MORE): readonly string[] {
  const { name, importMs, bareAllMs = 0, schemas } = taken;
  const max = more[name]?.schemas ?? SCHEMAS;
  const ratio = (importMs / bareAllMs).toFixed(2);
  return [
    ...(isSlow(taken)
      ? [`its import takes ${ratio} times that of a bare function with its SDK clients, it may take ${IMPORT_RATIO} times`]
      : []),
    ...(schemas > max
      ? [
          `its import makes ${schemas} schemas, it may make ${max}: at the top level of a module a schema is lazyObject(() => ({ … })) of @dr/events`,
        ]
      : []),
  ];
}
