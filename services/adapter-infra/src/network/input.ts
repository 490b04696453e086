/** What a plan may write for a network, and what is called how because of it. */
import { taskMark, type TaskContext } from "@dr/adapter-kit";
import { lazyStrictObject, namesResource } from "@dr/events";
import * as z from "zod";
import type { InfraClients } from "../infra-client.ts";
import { regionField } from "../place.ts";
import { contains, overlap, parseCidr } from "./cidr.ts";

/** EC2 user guide, "VPC CIDR blocks" and "Subnet CIDR blocks": between /16 and /28. */
const cidr = () =>
  z.string().refine((text) => {
    const block = parseCidr(text);
    return block !== undefined && block.bits >= 16 && block.bits <= 28;
  }, "expected an IPv4 block between /16 and /28, such as 10.1.0.0/16, whose host bits are zero");
const name = () =>
  z
    .string()
    .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, "expected lower-case letters, digits and single hyphens")
    .max(40);

const subnet = lazyStrictObject(() => ({
  name: name(),
  cidr: cidr(),
  availabilityZone: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d[a-z]$/, "expected a zone such as us-west-2a"),
}));
const network = lazyStrictObject(() => ({
  name: name()
    .describe("Its stack is called dr-network-<name>, in a drill with a suffix of the task's own")
    .meta(namesResource({ kind: "opaque", namespace: "network" })),
  cidr: cidr().describe("Addresses of the VPC"),
  subnets: z
    .array(subnet)
    .min(1)
    .max(100)
    .refine((all) => new Set(all.map((one) => one.name)).size === all.length, "expected each subnet once"),
}))
  .refine((one) => one.subnets.every((each) => contains(one.cidr, each.cidr)), "expected subnets within the addresses of the VPC")
  .refine((one) => !overlap(one.subnets.map((each) => each.cidr)), "expected subnets that share no address");

/** Networks to provision. */
export const networkResources = lazyStrictObject(() => ({
  networks: z
    .array(network)
    .min(1)
    .refine((all) => new Set(all.map((one) => one.name)).size === all.length, "expected each network once"),
}));
/** How to provision them. */
export const networkConfig = lazyStrictObject(() => ({
  region: regionField(),
  allowReplacement: z.boolean().optional().describe("A network that is there may lose or replace its VPC or subnets; false if absent"),
}));
/** Networks to provision. */
export type NetworkResources = z.infer<typeof networkResources>;
/** One of them. */
export type Network = NetworkResources["networks"][number];
/** How to provision them. */
export type NetworkConfig = z.infer<typeof networkConfig>;
/** The context of its stages. */
export type NetworkContext = TaskContext<InfraClients, NetworkResources, NetworkConfig>;

/** Changes of every network before they are made, then the networks. */
export const listStages = ({ networks }: NetworkResources): readonly string[] =>
  networks.flatMap((one) => [`change:${one.name}`, `network:${one.name}`]);

const MARK_DIGITS = 12;

/** A drill makes a network of its own beside the one that it rehearses. */
export function stackNameOf(context: Pick<NetworkContext, "executionId" | "taskId" | "executionType">, of: string): string {
  return context.executionType === "drill" ? `dr-network-${of}-${taskMark(context, MARK_DIGITS)}` : `dr-network-${of}`;
}

/** A set of changes has the task's own name: nobody executes another's. */
export const changeSetNameOf = (context: Pick<NetworkContext, "executionId" | "taskId">): string => `dr-${taskMark(context, MARK_DIGITS)}`;
