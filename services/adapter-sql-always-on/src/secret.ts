/** How each instance is reached: what its secret has to hold. */
import { lazyObject } from "@dr/events";
import * as z from "zod";

/** An address of an instance, with who we are there. */
export const instanceSecret = {
  schema: lazyObject(() => ({
    host: z.string().min(1),
    port: z.int().min(1).max(65_535).default(1_433),
    serverName: z.string().min(1).optional(),
    username: z.string().min(1),
    password: z.string().min(1),
    ca: z.string().includes("BEGIN CERTIFICATE").optional(),
  })),
  code: "sql.bad_secret",
  expected: "host, port, username, password, and ca (PEM) where needed",
};
