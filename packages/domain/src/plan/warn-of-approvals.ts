/** Approvals that a plan asks for and may never get, or may go without. */
import type { WaveSpec } from "@dr/events";
import type { DraftPlan } from "./draft.ts";
import type { Path, ProblemReport } from "./problems.ts";

/**
 * Warns of approver roles that nobody here has (such a pause can only expire), and of gates that open by themselves: an approval whose pause
 * goes on when it expires. `knownRoles` undefined = any role may be right.
 */
export function warnOfApprovals(
  report: ProblemReport,
  { header, waves }: DraftPlan,
  planned: readonly WaveSpec[],
  knownRoles: readonly string[] | undefined,
): void {
  for (const [path, { approval, pause }] of [[[], header], ...waves.map((wave) => [wave.path, wave] as const)] as const) {
    warnOfRoles(report, [...path, "approval"], approval?.approverRoles, knownRoles);
    warnOfRoles(report, [...path, "pause", "approval"], pause?.approval?.approverRoles, knownRoles);
  }
  const isOpen = new Set(planned.filter(({ pause }) => pause.approval && pause.onExpiry === "continue").map((wave) => wave.waveNumber));
  const inherits = waves.some(({ waveNumber = 0, pause }) => isOpen.has(waveNumber) && pause?.onExpiry === undefined);
  if (inherits) warnOfOpenGate(report, []);
  for (const { waveNumber = 0, pause, path } of waves) if (isOpen.has(waveNumber) && pause?.onExpiry) warnOfOpenGate(report, path);
}

function warnOfRoles(report: ProblemReport, path: Path, roles: readonly string[] = [], known: readonly string[] | undefined): void {
  for (const [index, role] of roles.entries()) {
    if (known === undefined || known.includes(role)) continue;
    const message = `nobody with the role \`${role}\` may approve`;
    report.warn([...path, "approverRoles", index], { code: "plan.unknown_role", message, expected: `one of ${known.join(", ")}` });
  }
}

function warnOfOpenGate(report: ProblemReport, path: Path): void {
  const message = "an approval is asked for, and the execution goes on without it when the pause expires";
  report.warn([...path, "pause", "onExpiry"], {
    code: "plan.approval_expires_open",
    message,
    expected: "fail or cancel, for a gate that holds",
  });
}
