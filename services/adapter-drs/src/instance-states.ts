/** Words of EC2 and DRS for an instance that is going or gone. */
const LEAVING: ReadonlySet<string> = new Set(["SHUTTING-DOWN", "TERMINATED", "NOT_FOUND"]);

/** True for an instance that nobody uses any more. */
export function isLeaving(ec2State: string): boolean {
  return LEAVING.has(ec2State.toUpperCase());
}
