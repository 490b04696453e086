// Input members that several DRS operations share, with the patterns of the API model.
import * as z from "zod";

/** `s-` and 17 characters. */
export const sourceServerId = z.string().regex(/^s-[0-9a-zA-Z]{17}$/u, "expected a source server id (s- and 17 characters)");
/** An EC2 instance id. */
export const recoveryInstanceId = z.string().regex(/^i-[0-9a-fA-F]{8,17}$/u, "expected a recovery instance id (i- and hex digits)");
/** `drsjob-` and 17 characters. */
export const jobId = z.string().regex(/^drsjob-[0-9a-zA-Z]{17}$/u, "expected a job id (drsjob- and 17 characters)");

/** `maxResults` and `nextToken` of every DRS list. */
export const drsPage = { maxResults: z.int().min(1).max(1000).optional(), nextToken: z.string().optional() };
