/** Tags, as people write them. */
import * as z from "zod";
import { ONE_LINE } from "./one-line.ts";

/** Shown in terminals, mails, tickets and tables, each of which reads control characters in its own way. */
export const oneLineSchema = z.string().regex(ONE_LINE, "expected one line without control characters");

/** Most tags that a plan or a request may have; both end up in one event, which has a size limit. */
const MAX_TAGS = 100;

/** Tags of a plan, or of one execution: at most a hundred, keys up to 128 characters, values up to 1024. */
export const tagsSchema = z
  .record(oneLineSchema.min(1).max(128), oneLineSchema.max(1024))
  .refine((tags) => Object.keys(tags).length <= MAX_TAGS, `too many tags: expected at most ${MAX_TAGS}`);
