/** What stands against running a document on a node: checked before anything is sent. */
import { block, info, wait, warn, type Finding } from "@dr/adapter-kit";
import type { CommandOrder, DocumentFacts, NodeFacts } from "./facts.ts";

/** The node must answer. One that was launched a moment ago registers minutes later: that is waited for, not refused. */
export function nodeFindings(instanceId: string, node: NodeFacts | undefined): readonly Finding[] {
  const hint = "the agent of Systems Manager must run, with a role and a way to its endpoints";
  if (!node) return [wait("application.node_not_registered", `${instanceId} is not registered with Systems Manager (${hint})`)];
  const evidence = { ping: node.ping, platform: node.platform };
  if (node.ping !== "Online") return [wait("application.node_offline", `${instanceId} is ${node.ping}, not Online (${hint})`, evidence)];
  return [info("application.node_online", `${instanceId} is Online`, evidence)];
}

/** The document must be a Command document in use, for the node's platform, and take the parameters that it will be given. */
export function documentFindings(document: DocumentFacts, order: CommandOrder, node: NodeFacts | undefined): readonly Finding[] {
  const { name, type, status, platforms, parameters } = document;
  const findings: Finding[] = [];
  if (type !== "Command") findings.push(block("application.wrong_document_type", `${name} is a ${type} document, expected Command`));
  if (status !== "Active") findings.push(wait("application.document_not_active", `${name} is ${status}, not Active`));
  if (node && platforms.length > 0 && !platforms.includes(node.platform)) {
    const message = `${name} is for ${platforms.join(", ")}, and ${node.instanceId} runs ${node.platform}`;
    findings.push(block("application.wrong_platform", message, { platforms, platform: node.platform }));
  }
  const known = parameters.map((parameter) => parameter.name);
  const given = Object.keys(order.parameters);
  const unknown = given.filter((one) => !known.includes(one));
  if (unknown.length > 0) {
    const message = `${name} has no parameter ${unknown.join(", ")}; it has ${known.join(", ") || "none"}`;
    findings.push(block("application.unknown_parameter", message, { unknown, known }));
  }
  const missing = parameters
    .filter((parameter) => parameter.required && !given.includes(parameter.name))
    .map((parameter) => parameter.name);
  if (missing.length > 0) findings.push(block("application.missing_parameter", `${name} needs ${missing.join(", ")}`, { missing }));
  if (!known.includes("executionTimeout")) {
    findings.push(warn("application.no_execution_timeout", `${name} has no parameter executionTimeout: its own limit counts`));
  }
  return findings;
}
