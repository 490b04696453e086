/** Ids that sort by time (UUID version 7), for commits, executions and correlation. */
import { v7 } from "uuid";

/** Makes a new unique id at each call. */
export type NewId = () => string;

/** A UUID version 7: unique, and monotonic within a process. */
export const newUuid: NewId = () => v7();
