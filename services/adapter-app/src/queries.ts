/** What this adapter answers without changing anything: nodes, documents, functions, and what an environment prescribes. */
import { defaultsPath, readDefaults, type Query } from "@dr/adapter-kit";
import { declaredRegion, lazyStrictObject } from "@dr/events";
import * as z from "zod";
import type { AppClients } from "./app-client.ts";

type AppQuery<Input> = Query<AppClients, Input>;
const region = () => declaredRegion().optional();

const ofNode = lazyStrictObject(() => ({ instance: z.string().min(1), region: region() }));
const nodes: AppQuery<z.infer<typeof ofNode>> = {
  description: "A node of Systems Manager: whether its agent is online",
  input: ofNode,
  run: async (context, input) => ({ nodes: [(await context.clients.ssm(input.region).node(input.instance)) ?? null] }),
};

const ofDocument = lazyStrictObject(() => ({ name: z.string().min(3).max(128), region: region() }));
const documents: AppQuery<z.infer<typeof ofDocument>> = {
  description: "A document of Systems Manager, with its parameters",
  input: ofDocument,
  run: async ({ clients }, input) => ({ documents: [await clients.ssm(input.region).document(input.name)] }),
};

const ofFunction = lazyStrictObject(() => ({ name: z.string().min(1).max(140), region: region() }));
const functions: AppQuery<z.infer<typeof ofFunction>> = {
  description: "A recovery function",
  input: ofFunction,
  run: async ({ clients }, input) => ({ functions: [await clients.lambda(input.region).describe(input.name)] }),
};

const ofEnvironment = lazyStrictObject(() => ({ environment: z.string().regex(/^[\w.-]{1,64}$/), region: region() }));
const defaults: AppQuery<z.infer<typeof ofEnvironment>> = {
  description: "What an environment prescribes to application tasks that do not say otherwise",
  input: ofEnvironment,
  run: async ({ clients }, input) => {
    const { values } = await readDefaults(clients.parameters(input.region).below, "application", input.environment);
    return { path: defaultsPath(input.environment, "application"), values };
  },
};

/** Queries by the name that they are asked by. */
export const queries = { nodes, documents, functions, defaults };
