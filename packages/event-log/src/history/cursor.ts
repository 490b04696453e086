/** Cursors of lists: opaque to the caller, checked when they come back. */
import { DrError } from "@dr/events";
import type * as z from "zod";

/** A cursor as text that fits into a URL. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

/** The position in a cursor, or undefined without one. Throws `history.invalid_cursor`. */
export function decodeCursor<Schema extends z.ZodType>(cursor: string | undefined, schema: Schema): z.infer<Schema> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch (error) {
    throw new DrError("history.invalid_cursor", "cursor: expected one that this list gave", { cause: error });
  }
}
