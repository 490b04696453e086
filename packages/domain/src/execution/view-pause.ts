/** A pause as the API shows it. */
import type { Approval, PauseState } from "./state.ts";

/** Roles that may end a pause which needs no approval. */
export const RESUME_ROLES: readonly string[] = ["DRSOrchestrationAdmin", "DRSRecoveryManager", "DRSPlanManager", "DRSOperator"];

/** Why the execution waits, until when, and who may let it go on. */
export interface PauseView {
  readonly pauseId: string;
  readonly reason: PauseState["reason"];
  readonly waveNumber: number | null;
  readonly since: string;
  readonly expiresAt: string;
  readonly onExpiry: PauseState["onExpiry"];
  readonly approval: PauseState["approval"];
  readonly approvals: readonly Approval[];
  /** With approvals missing, the roles that may give them; else those that may resume. */
  readonly mayResumeRoles: readonly string[];
}

/** The pause that holds the execution now. */
export function toPauseView(pause: PauseState): PauseView {
  const { pauseId, reason, waveNumber, since, expiresAt, onExpiry, approval, approvals } = pause;
  const mayResumeRoles = approval ? approval.approverRoles : RESUME_ROLES;
  return { pauseId, reason, waveNumber, since, expiresAt, onExpiry, approval, approvals, mayResumeRoles };
}
