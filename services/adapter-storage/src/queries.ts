/** What this adapter answers without changing anything: the replication of a file system. */
import type { Query } from "@dr/adapter-kit";
import { declaredRegion, lazyStrictObject } from "@dr/events";
import * as z from "zod";
import type { StorageClients } from "./storage-client.ts";

const ofFileSystem = lazyStrictObject(() => ({ fileSystem: z.string().startsWith("fs-"), region: declaredRegion().optional() }));

const replication: Query<StorageClients, z.infer<typeof ofFileSystem>> = {
  description: "Replication that a file system takes part in, and when it was replicated last",
  input: ofFileSystem,
  run: async ({ clients }, { fileSystem, region }) => ({ replication: await clients.efs(region).replication(fileSystem) }),
};

/** Queries by the name that they are asked by. */
export const queries = { replication };
