/** How each cluster is reached: what its secret has to hold. */
import { DrError, lazyObject } from "@dr/events";
import * as z from "zod";
import type { ClusterAddress } from "./api/transport.ts";
import { managementEndpoint } from "./fsx.ts";

/** An address of a cluster, with who we are there. */
export const clusterSecret = {
  schema: lazyObject(() => ({
    endpoint: z.url({ protocol: /^https$/ }).optional(),
    /** Of a file system of FSx: its address follows from its id and its Region. */
    region: z
      .string()
      .regex(/^[a-z]{2,4}(?:-[a-z]+)+-\d$/)
      .optional(),
    serverName: z.string().min(1).optional(),
    username: z.string().min(1).optional(),
    password: z.string().min(1),
    ca: z.string().includes("BEGIN CERTIFICATE").optional(),
  })),
  code: "ontap.bad_secret",
  expected:
    "endpoint (https://…), username, password, and ca (PEM) where the certificate is not of a public authority; of an FSx file system region in place of endpoint",
};
type Held = z.output<typeof clusterSecret.schema>;

/** The administrator of a file system (FSx for ONTAP user guide). */
const FSX_USER = "fsxadmin";

/** Where and as whom a cluster is reached. Throws `ontap.bad_secret` where the secret does not tell and the cluster's name does not either. */
export function addressOf(cluster: string, secretId: string, { endpoint, region, username, ...rest }: Held): ClusterAddress {
  const derived = region === undefined ? undefined : managementEndpoint(cluster, region);
  const [at, who] = [endpoint ?? derived, username ?? (derived === undefined ? undefined : FSX_USER)];
  if (at !== undefined && who !== undefined)
    return { ...rest, endpoint: at, username: who, ...serverNameOf(rest.serverName, endpoint, derived) };
  const missing = [...(at === undefined ? ["endpoint"] : []), ...(who === undefined ? ["username"] : [])].join(", ");
  const fsx = "only a cluster that is called by an FSx file system's id (fs-…), with the region beside it, can do without";
  throw new DrError(clusterSecret.code, `secret ${secretId}: ${missing} is missing for ${cluster}; ${fsx}`);
}

/** A file system behind another address (a proxy) still shows the certificate of its own name. */
function serverNameOf(
  told: string | undefined,
  endpoint: string | undefined,
  derived: string | undefined,
): { readonly serverName?: string } {
  if (told !== undefined) return { serverName: told };
  return endpoint === undefined || derived === undefined ? {} : { serverName: new URL(derived).hostname };
}
