/** How each cluster is reached: what its secret has to hold. */
import * as z from "zod";

/** An address of a cluster, with who we are there. */
export const clusterSecret = {
  schema: z.object({
    endpoint: z.url({ protocol: /^https$/ }),
    serverName: z.string().min(1).optional(),
    username: z.string().min(1),
    password: z.string().min(1),
    ca: z.string().includes("BEGIN CERTIFICATE").optional(),
  }),
  code: "ontap.bad_secret",
  expected: "endpoint (https://…), username, password, and ca (PEM) where the certificate is not of a public authority",
};
