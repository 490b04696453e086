/** What this adapter answers without changing anything: of DRS itself, and of the existing DRS solution. */
import type { Query } from "@dr/adapter-kit";
import { declaredRegion, lazyStrictObject } from "@dr/events";
import * as z from "zod";
import type { DrsClients } from "./clients.ts";
import { listOpenJobs } from "./open-jobs.ts";
import { DRS_QUOTAS } from "./input.ts";

const inRegion = lazyStrictObject(() => ({ region: declaredRegion().optional() }));
type InRegion = z.infer<typeof inRegion>;

const servers: Query<DrsClients, InRegion> = {
  description: "Source servers that DRS replicates to a Region, with their replication and their recovery instances",
  input: inRegion,
  run: async ({ clients }, { region }) => {
    const drs = clients.drs(region);
    const all = await drs.describeSourceServers();
    const instances = await drs.describeRecoveryInstances();
    return {
      servers: all.map((server) => ({
        ...server,
        recoveryInstances: instances.filter(({ sourceServerId }) => sourceServerId === server.sourceServerId),
      })),
    };
  },
};

const jobs: Query<DrsClients, InRegion> = {
  description: "Jobs that DRS is working on in a Region",
  input: inRegion,
  run: async ({ clients, now }, { region }) => ({ jobs: await listOpenJobs(clients.drs(region), now) }),
};

const quotas: Query<DrsClients, InRegion> = {
  description: "Limits of DRS in a Region, and how much of them is used",
  input: inRegion,
  run: async ({ clients, now }, { region }) => {
    const drs = clients.drs(region);
    const open = await listOpenJobs(drs, now);
    const inJobs = open.reduce((sum, { servers: some }) => sum + some.length, 0);
    return {
      // Not adjustable (AWS general reference, AWS Elastic Disaster Recovery quotas).
      concurrentJobs: { used: open.length, max: DRS_QUOTAS.jobs },
      serversInJobs: { used: inJobs, max: DRS_QUOTAS.serversInJobs },
      serversPerJob: { max: DRS_QUOTAS.serversInJob },
      replicatingServers: { used: (await drs.describeSourceServers()).length, max: 300 },
    };
  },
};

const ofSolution = lazyStrictObject(() => ({
  via: z
    .enum(["any", "api", "lambda"])
    .default("any")
    .describe("How the solution is reached: by its API, by its function, or (any, the default) by what its secret names"),
  accountId: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  id: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .optional()
    .describe("One of them"),
}));
type OfSolution = z.infer<typeof ofSolution>;

/** A list of the solution, or one of it, as the solution tells it, without its secrets. */
const solutionQuery = (path: string, description: string): Query<DrsClients, OfSolution> => ({
  description: `${description} of the existing DRS solution`,
  input: ofSolution,
  run: async ({ clients }, { via, accountId, id }) =>
    clients
      .solution({ mode: via, endpoint: undefined })
      .read(id === undefined ? path : `${path}/${id}`, accountId === undefined ? {} : { accountId }),
});

const ofExecution = ofSolution.required({ id: true });

/** What the solution knows of one of its executions. */
const executionQuery = (part: string, description: string): Query<DrsClients, z.infer<typeof ofExecution>> => ({
  description: `${description} of an execution of the existing DRS solution`,
  input: ofExecution,
  run: async ({ clients }, { via, accountId, id }) =>
    clients.solution({ mode: via, endpoint: undefined }).read(`/executions/${id}/${part}`, accountId === undefined ? {} : { accountId }),
});

/** Queries by the name that they are asked by. */
export const queries = {
  servers,
  jobs,
  quotas,
  plans: solutionQuery("/recovery-plans", "Recovery plans"),
  protection_groups: solutionQuery("/protection-groups", "Protection groups"),
  executions: solutionQuery("/executions", "Executions"),
  solution_quotas: solutionQuery("/drs/quotas", "Limits and their use"),
  job_logs: executionQuery("job-logs", "What DRS wrote down of the jobs"),
  recovery_instances: executionQuery("recovery-instances", "Instances that DRS launched"),
};
