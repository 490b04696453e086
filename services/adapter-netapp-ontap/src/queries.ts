/** What this adapter answers without changing anything: the mirrors of a cluster. */
import { lazyStrictObject } from "@dr/events";
import type { Query } from "@dr/adapter-kit";
import * as z from "zod";
import type { OntapClients } from "./clients.ts";

const ofCluster = lazyStrictObject(() => ({
  cluster: z.string().min(1),
  secret: z.string().min(1).optional(),
  volume: z.string().min(1).optional(),
}));

const relationships: Query<OntapClients, z.infer<typeof ofCluster>> = {
  description: "SnapMirror relationships whose destination is on a cluster: state, lag, health",
  input: ofCluster,
  run: async ({ clients }, { cluster, secret, volume = "*" }) => {
    const port = await clients.cluster(cluster, secret);
    return { relationships: await port.mirrorsTo(volume.includes(":") ? volume : `*:${volume}`) };
  },
};

/** Queries by the name that they are asked by. */
export const queries = { relationships };
