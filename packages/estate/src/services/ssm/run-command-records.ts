// The records of the simulated Run Command: nodes, scripted outcomes, and commands as facts with times.
import type { DatabaseCluster } from "../../database-cluster.ts";
import { defineKind } from "../../world/kind.ts";

/** A node with an agent: an EC2 instance (`i-…`) or one outside AWS (`mi-…`). */
export type NodeRecord = {
  readonly instanceId: string;
  readonly platform: "Linux" | "Windows";
  readonly online: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** When its agent registers, where that is still to come. */
  readonly registersMs?: number;
  /** The database whose cluster software runs there. */
  readonly database?: DatabaseCluster | undefined;
};

/** What a script does when it runs; the first that fits decides. */
export type ScriptRecord = {
  readonly id: string;
  /** Fits this document only. */
  readonly document?: string | undefined;
  /** Fits commands that contain this text only. */
  readonly contains?: string | undefined;
  /** Fits this node only. */
  readonly node?: string | undefined;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Estate seconds; drawn if absent. */
  readonly seconds?: number | undefined;
};

/** How a command ends on one node. */
export type InvocationEnd = "Success" | "Failed" | "Delivery Timed Out" | "Execution Timed Out";

/** One node's part of a command. */
export type InvocationRecord = {
  readonly instanceId: string;
  /** The agent takes it; never, where the node is offline. */
  readonly startMs: number;
  readonly endMs: number;
  readonly end: InvocationEnd;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** From here on Cancelling; Cancelled `cancelledMs`. */
  readonly cancellingMs?: number;
  readonly cancelledMs?: number;
};

/** A command that was accepted. */
export type CommandRecord = {
  readonly commandId: string;
  readonly documentName: string;
  readonly documentVersion: string;
  readonly comment: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly instanceIds: readonly string[];
  readonly targets: readonly { readonly Key?: string | undefined; readonly Values?: readonly string[] | undefined }[];
  readonly timeoutSeconds: number;
  readonly requestedMs: number;
  readonly expiresMs: number;
  readonly invocations: readonly InvocationRecord[];
};

/** Nodes by id. */
export const nodeKind = defineKind<NodeRecord>("ssm.node");
/** Scripted outcomes, in the order of their ids. */
export const scriptKind = defineKind<ScriptRecord>("ssm.script");
/** Commands by id. */
export const commandKind = defineKind<CommandRecord>("ssm.command");
