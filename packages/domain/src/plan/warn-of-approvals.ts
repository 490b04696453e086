/** Approvals that a plan asks for and may never get, or may go without. */
import type { WaveSpec } from "@dr/events";
import type { DraftPlan } from "./draft.ts";
import type { Path, ProblemReport } from "./problems.ts";

/**
 * Refuses a gate that nobody can open, because none of its approver roles may approve (`plan.approval_unreachable`). Warns of single roles that may
 * not, of gates that open by themselves (an approval whose pause goes on when it expires), and of an approval at a wave that does not
 * pause. `knownRoles` undefined = any role may be right.
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
  const specs = new Map(planned.map((wave) => [wave.waveNumber, wave]));
  for (const wave of waves) warnOfIdleApproval(report, wave, specs.get(wave.waveNumber ?? 0));
  warnOfOpenGates(report, waves, planned);
}

function warnOfOpenGates(report: ProblemReport, waves: DraftPlan["waves"], planned: readonly WaveSpec[]): void {
  const isOpen = new Set(planned.filter(({ pause }) => pause.approval && pause.onExpiry === "continue").map((wave) => wave.waveNumber));
  const inherits = waves.some(({ waveNumber = 0, pause }) => isOpen.has(waveNumber) && pause?.onExpiry === undefined);
  if (inherits) warnOfOpenGate(report, []);
  for (const { waveNumber = 0, pause, path } of waves) if (isOpen.has(waveNumber) && pause?.onExpiry) warnOfOpenGate(report, path);
}

function warnOfRoles(report: ProblemReport, path: Path, roles: readonly string[] = [], known: readonly string[] | undefined): void {
  if (known !== undefined && roles.length > 0 && !roles.some((role) => known.includes(role))) {
    const message = `nobody could open this gate: ${roles.length === 1 ? "this role" : "none of these roles"} may approve`;
    report.problem([...path, "approverRoles"], { code: "plan.approval_unreachable", message, expected: `one of ${known.join(", ")}` });
    return;
  }
  for (const [index, role] of roles.entries()) {
    if (known === undefined || known.includes(role)) continue;
    const message = `nobody with the role \`${role}\` may approve`;
    report.warn([...path, "approverRoles", index], { code: "plan.unknown_role", message, expected: `one of ${known.join(", ")}` });
  }
}

/** Somebody who writes both an approval and `pauseBeforeWave: false` may think that the wave waits. */
function warnOfIdleApproval(report: ProblemReport, wave: DraftPlan["waves"][number], spec: WaveSpec | undefined): void {
  if (wave.approval === undefined || wave.pauseBeforeWave !== false || wave.pauseAfterWave === true) return;
  if (!spec || spec.pauseBeforeWave || spec.onFailure === "pause") return;
  const message = "nothing pauses at this wave, so nobody is asked, unless somebody pauses the execution there";
  report.warn([...wave.path, "approval"], { code: "plan.approval_idle", message, expected: "pauseBeforeWave: true", at: "key" });
}

function warnOfOpenGate(report: ProblemReport, path: Path): void {
  const message = "an approval is asked for, and the execution goes on without it when the pause expires";
  report.warn([...path, "pause", "onExpiry"], {
    code: "plan.approval_expires_open",
    message,
    expected: "fail or cancel, for a gate that holds",
  });
}
