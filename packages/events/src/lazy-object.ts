/** Object schemas whose fields are made when they are first asked for: a function imports far more schemas than it will ever parse with. */
import * as z from "zod";

type Fields = z.core.$ZodLooseShape;
// One schema each for whatever stands beside the fields: it is the same everywhere.
let refused: z.ZodNever | undefined;
let kept: z.ZodUnknown | undefined;

type Writeable<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

/**
 * The schema that `z.object(fields())` makes, with its fields made at the first parse, look at `shape` or JSON Schema of it. For every schema that stands at the top level of a
 * module: making the fields of all of them is most of what a cold start adds to its SDK clients (`pnpm synth` counts them).
 */
export function lazyObject<Shape extends Fields>(fields: () => Shape): z.ZodObject<Writeable<Shape>> {
  return new z.ZodObject(definitionOf(fields)) as z.ZodObject<Writeable<Shape>>;
}

/** The same for `z.strictObject(fields())`: unknown fields are refused. */
export function lazyStrictObject<Shape extends Fields>(fields: () => Shape): z.ZodObject<Writeable<Shape>, z.core.$strict> {
  return new z.ZodObject(definitionOf(fields, (refused ??= z.never()))) as unknown as z.ZodObject<Writeable<Shape>, z.core.$strict>;
}

/** The same for `z.looseObject(fields())`: unknown fields stay. */
export function lazyLooseObject<Shape extends Fields>(fields: () => Shape): z.ZodObject<Writeable<Shape>, z.core.$loose> {
  return new z.ZodObject(definitionOf(fields, (kept ??= z.unknown()))) as unknown as z.ZodObject<Writeable<Shape>, z.core.$loose>;
}

/** Zod reads `shape` of a definition when it first needs it, and lets it be an accessor. */
function definitionOf(fields: () => Fields, catchall?: z.core.$ZodType): z.core.$ZodObjectDef {
  let made: Fields | undefined;
  return {
    type: "object",
    ...(catchall && { catchall }),
    get shape() {
      return (made ??= fields()) as z.core.$ZodShape;
    },
  };
}
